import type { Queue } from './answers.ts';
import type { Callme } from './client.ts';
import type { Follow } from './follow.ts';
import type { Ask } from './queries.ts';
import { tell } from './tell.ts';
import { hearOfTicket, lookAtTicket } from './ticket.ts';

/** Makes the client's two ways to watch. */
export const createWatches = (follow: Follow, ask: Ask): Pick<Callme, 'watch' | 'watchQueue'> => ({
  watch: (ticket, handlers) => {
    const { sellerId, marchSn, ticketId } = ticket;
    const said = {
      query: 'watch',
      sellerId: Number(sellerId),
      marchSn: Number(marchSn),
      ...(ticketId !== undefined && { ticketId }),
    } as const;
    const watch = follow({
      said,
      look: () => lookAtTicket(ask, said),
      hear: hearOfTicket(said, handlers, () => watch.close()),
      failed: (error) => tell(handlers.failed, error),
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
        const { waiting, called, missed } = push as unknown as Queue;
        const queue = { waiting, called, ...(missed && { missed }) };
        const now = JSON.stringify(queue);
        if (now === last) return false;
        last = now;
        tell(changed, queue);
        return true;
      },
      failed: (error) => tell(failed, error),
    });
  },
});
