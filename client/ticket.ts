import type { Ticket } from './answers.ts';
import type { TicketHandlers } from './client.ts';
import type { Push, Watched } from './conversation.ts';
import { isFailure } from './failures.ts';
import type { Ask } from './queries.ts';
import { tell } from './tell.ts';

type WatchedTicket = Watched & { marchSn: number };

/** `hungry` may be a moment old: what it does not know of a call that was told so lately means nothing. */
const MOMENT = 3_000;

/** Asks `hungry`, and answers as a `watch` would; `since` says when it began to look. */
export const lookAtTicket = async (ask: Ask, { sellerId, marchSn, ticketId }: Watched): Promise<Push> => {
  const seen = { push: 'watch', since: Date.now() };
  try {
    const answer = await ask<Push>('hungry', { sellerId, marchSn, ticketId }, { once: true });
    return { ...answer, ...seen, state: 'success', ready: true };
  } catch (error) {
    if (isFailure(error, 'Invalid Sn Error')) return { ...seen, state: 'fail' };
    if (isFailure(error, 'Not Ready Yet')) return { ...seen, state: 'success', ready: false };
    throw error;
  }
};

/**
 * Makes what takes in all that is pushed or seen of a ticket, tells the app what is new of it, and says whether
 * anything was. A push may come twice or not at all, and a look tells how it stands, not what happened.
 */
export const hearOfTicket = (
  { sellerId, marchSn }: WatchedTicket,
  { called, missed, uncalled, done }: TicketHandlers,
  close: () => void,
): ((push: Push) => boolean) => {
  /** The calls that were told; the service's count of them never goes back. */
  let calls = 0;
  let toldAt = 0;
  let isCalled = false;
  let isMissed = false;

  const which = ({ ticketId }: Push): Ticket => ({
    sellerId,
    marchSn,
    ...(typeof ticketId === 'string' && { ticketId }),
  });
  const call = (push: Push, callCount: number): boolean => {
    if (callCount <= calls) return false;
    calls = callCount;
    toldAt = Date.now();
    isCalled = true;
    isMissed = false;
    const { counter } = push;
    tell(called, { ...which(push), callCount, ...(typeof counter === 'string' && { counter }) });
    return true;
  };
  const miss = (push: Push): boolean => {
    if (isMissed) return false;
    isMissed = true;
    tell(missed, which(push));
    return true;
  };
  const uncall = (push: Push): boolean => {
    if (!isCalled) return false;
    isCalled = false;
    isMissed = false;
    tell(uncalled, which(push));
    return true;
  };
  const end = (push: Push): boolean => {
    close();
    tell(done, which(push));
    return true;
  };
  const see = (push: Push): boolean => {
    if (push.state === 'fail') return end(push);
    // The answer to a watch can be older than a push that came before it.
    if (push.ready !== true) return Number(push.since) - toldAt > MOMENT && uncall(push);
    // Called at least once, or once more than was told; how often, only pushes tell.
    const isBack = isMissed && push.missed !== true && Number(push.since) - toldAt > MOMENT;
    const isNews = call(push, isCalled && !isBack ? 1 : calls + 1);
    return (push.missed === true && miss(push)) || isNews;
  };

  return (push) => {
    if (push.push === 'watch') return see(push);
    if (push.sellerId !== sellerId || push.marchSn !== marchSn) return false;
    if (push.push === 'call') return call(push, Number(push.callCount));
    if (push.push === 'miss') return miss(push);
    if (push.push === 'undo') return uncall(push);
    return push.push === 'done' && end(push);
  };
};
