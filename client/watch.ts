import type { Queue } from './answers.ts';
import type { Callme } from './client.ts';
import type { Watched } from './conversation.ts';
import { isFailure } from './failures.ts';
import type { Follow } from './follow.ts';
import type { Ask } from './queries.ts';

/** Makes the client's two ways to watch. */
export const createWatches = (follow: Follow, ask: Ask): Pick<Callme, 'watch' | 'watchQueue'> => ({
  watch: (ticket, { called, done, failed }) => {
    const said = {
      query: 'watch',
      sellerId: Number(ticket.sellerId),
      marchSn: Number(ticket.marchSn),
    } as const;
    const { sellerId, marchSn } = said;
    let calls = 0;

    const call = (callCount: number): boolean => {
      if (callCount <= calls) return false;
      calls = callCount;
      tell(called, { sellerId, marchSn, callCount });
      return true;
    };
    const end = (): boolean => {
      watch.close();
      tell(done, { sellerId, marchSn });
      return true;
    };

    const watch = follow({
      said,
      look: () => lookAtTicket(ask, said),
      hear: (push) => {
        if (push.push === 'watch') {
          if (push.state === 'fail') return end();
          // Called at least once; how often, only pushes tell.
          return push.ready === true && call(1);
        }
        if (push.sellerId !== sellerId || push.marchSn !== marchSn) return false;
        if (push.push === 'call') return call(Number(push.callCount));
        return push.push === 'done' && end();
      },
      failed: (error) => tell(failed, error),
    });
    return watch;
  },

  watchQueue: (sellerId, changed, failed) => {
    const said = { query: 'watch', sellerId: Number(sellerId) } as const;
    let last = '';
    return follow({
      said,
      look: async () => ({
        push: 'queue',
        ...(await ask<Queue>('queue', { sellerId }, { once: true })),
        sellerId: said.sellerId,
      }),
      hear: (push) => {
        if (push.push !== 'queue' || push.sellerId !== said.sellerId) return false;
        const { waiting, called } = push as unknown as Queue;
        const now = JSON.stringify([waiting, called]);
        if (now === last) return false;
        last = now;
        tell(changed, { waiting, called });
        return true;
      },
      failed: (error) => tell(failed, error),
    });
  },
});

/** Asks `hungry`, and answers as `watch` would. */
const lookAtTicket = async (ask: Ask, { sellerId, marchSn }: Watched) => {
  try {
    await ask('hungry', { sellerId, marchSn }, { once: true });
    return { push: 'watch', state: 'success', ready: true };
  } catch (error) {
    if (isFailure(error, 'Invalid Sn Error')) return { push: 'watch', state: 'fail' };
    if (isFailure(error, 'Not Ready Yet')) return { push: 'watch', state: 'success', ready: false };
    throw error;
  }
};

/** Calls the app back with nothing of ours on the stack: what it throws is its own, and shows as such. */
const tell = <T>(handler: ((value: T) => void) | undefined, value: T): void => {
  Promise.resolve(value).then(handler);
};
