import type { NewEntry } from './entry.ts';
import type { Log } from './log.ts';
import { Refusal } from './words.ts';

type Sent = Pick<NewEntry, 'who' | 'kind' | 'name' | 'sent' | 'curl'>;

/** Fetches JSON. `isFine` tells whether an answer that came well says yes. */
export type Fetch = <T>(
  entry: Sent,
  url: string,
  init?: RequestInit,
  isFine?: (answer: T) => boolean,
) => Promise<T>;

/** Makes a `fetch` that notes requests and answers. It throws when nobody answers in JSON. */
export const recordedFetch =
  (log: Log): Fetch =>
  async <T>(
    entry: Sent,
    url: string,
    init: RequestInit = {},
    isFine: (answer: T) => boolean = () => true,
  ) => {
    const end = log.begin({ ...entry, way: '⇄' });
    try {
      const response = await fetch(url, init);
      const received = (await response.json()) as T;
      const { ok, status } = response;
      end({ received, status, state: !ok ? 'failed' : isFine(received) ? 'fine' : 'refused' });
      return received;
    } catch (error) {
      end({ received: { error: String(error) }, state: 'failed' });
      throw new Refusal(`连不上 ${new URL(url).host} · no answer`);
    }
  };
