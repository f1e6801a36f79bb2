import { vi } from 'vitest';
import type { Change } from '../../../lib/callme/changes.ts';
import type { Ticket } from '../../../lib/callme/queue.ts';
import type { Sockets } from './sockets.ts';

export type Stream = {
  /** From now on tells what happens to the tickets of a stall. */
  mind(sellerId: number): void;
  /** Stops telling of the stalls so far. */
  forget(): void;
  /** Something may have happened. */
  look(): Promise<void>;
};

/** Stands for the table's stream: sees what became of tickets and gives it to `notify`, in order. */
export const watchStream = async (post: Sockets['post']): Promise<Stream> => {
  vi.doMock('../../../lib/websocket.ts', () => ({ post }));
  const { notifyOfTickets } = await import('../../../lib/callme/notify.ts');
  const { listTickets } = await import('../../../lib/callme/queue.ts');
  const known = new Map<number, Map<string, Ticket>>();
  let sequence = 0;
  let last = Promise.resolve();

  const lookAt = async (sellerId: number, before: Map<string, Ticket>) => {
    const after = new Map((await listTickets(sellerId)).map((ticket) => [ticket.fetchId, ticket]));
    if (known.has(sellerId)) known.set(sellerId, after);
    const ids = new Set([...before.keys(), ...after.keys()]);
    const changed = [...ids].filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id)));
    await notifyOfTickets(changed.map((id) => toChange(before.get(id), after.get(id))));
  };
  const toChange = (before: Ticket | undefined, after: Ticket | undefined): Change => {
    sequence += 1;
    return {
      sequence: String(sequence).padStart(40, '0'),
      ...(before && { before }),
      ...(after && { after }),
    };
  };

  return {
    mind: (sellerId) => void known.set(sellerId, new Map()),
    forget: () => known.clear(),
    look: () => {
      last = last.then(async () => {
        for (const [sellerId, before] of known) await lookAt(sellerId, before);
      });
      return last;
    },
  };
};
