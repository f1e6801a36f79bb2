import type { Watch } from './client.ts';
import type { Push, Watched } from './conversation.ts';
import type { CallmeError } from './error.ts';
import { isFailure } from './failures.ts';
import type { Line, Link } from './link.ts';

/** Something to follow: by what the server pushes, and by looking. */
export type Subject = {
  said: Watched;
  /** Takes in what is pushed or seen, and says whether it was new. */
  hear(push: Push): boolean;
  /** Asks how it stands, and words it as the server would push it. */
  look(): Promise<Push>;
  failed(error: CallmeError): void;
};

export type Follow = (subject: Subject) => Watch;

/**
 * Makes what follows subjects through a link, if there is one, and by polling: every `pollMs` while the link does not
 * speak, and every `checkMs` while it does, because a push can get lost on its way and a phone's connection can be
 * dead for minutes before anyone notices.
 */
export const createFollow = (
  link: Link | undefined,
  { pollMs, checkMs }: { pollMs: number; checkMs: number },
): { follow: Follow; wake(): void; closeAll(): void } => {
  const watches = new Set<Watch & { look(): void }>();

  const follow: Follow = ({ said, hear, look, failed }) => {
    let isOpen = true;
    let isLooking = false;
    let isOvertaken = false;
    let newsAt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const line: Line = {
      said,
      hear: (push) => {
        const isNews = hear(push);
        if (isNews) isOvertaken = true;
        if (isNews || push.push === 'watch') newsAt = Date.now();
      },
    };
    const isQuiet = () => !link?.isLive(line) || Date.now() - newsAt >= checkMs;

    const lookNow = async (): Promise<void> => {
      if (isLooking) return;
      isLooking = true;
      isOvertaken = false;
      clearTimeout(timer);
      try {
        const seen = await look();
        newsAt = Date.now();
        // What was pushed meanwhile is newer than what was seen. News that the link has not told: is it still there?
        if (isOpen && !isOvertaken && hear(seen) && link?.isLive(line)) link.wake();
      } catch (error) {
        if (isOpen && isHopeless(error)) {
          watch.close();
          failed(error);
        }
      }
      isLooking = false;
      lookLater();
    };
    const lookLater = (): void => {
      if (!isOpen) return;
      const spread = 0.8 + 0.4 * Math.random();
      timer = setTimeout(() => (isQuiet() ? lookNow() : lookLater()), pollMs * spread);
    };

    const watch = {
      look: lookNow,
      close: () => {
        isOpen = false;
        clearTimeout(timer);
        watches.delete(watch);
        link?.remove(line);
      },
    };
    watches.add(watch);
    link?.add(line);
    lookNow();
    return { close: watch.close };
  };

  return {
    follow,
    wake: () => {
      if (watches.size === 0) return;
      link?.wake();
      for (const { look } of watches) look();
    },
    closeAll: () => {
      for (const { close } of watches) close();
    },
  };
};

/** Whether time will not heal it. */
const isHopeless = (error: unknown): error is CallmeError =>
  isFailure(error, 'Illegal query', 'Illegal Seller Error', 'Invalid Param Error', 'Seller Openid Error');
