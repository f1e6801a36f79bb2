import type { Callme, Queue } from '../../client/callme.ts';
import { byId, complain, onPress } from './dom.ts';
import { createFigures } from './figures.ts';
import { createTickets, type Ticket } from './tickets.ts';
import { say } from './toast.ts';

export type SellerPhone = {
  /** Looks again at the open numbers. */
  refresh(): Promise<void>;
};

/** The seller's phone: hands out numbers, sees what is to be cooked, calls, and ends orders. */
export const createSellerPhone = (
  seller: Callme,
  sellerId: number,
  onNumbers: (free: number[]) => void,
): SellerPhone => {
  let queue: Queue = { waiting: [], called: [] };
  const figures = createFigures(seller);
  const tickets = createTickets({
    call: async (marchSn) => {
      await seller.call(marchSn);
      await refresh();
    },
    done: async (marchSn) => {
      await seller.done({ sellerId, marchSn });
      await refresh();
    },
  });

  const look = async (): Promise<void> => {
    figures.changed();
    const { notedList, unnotedList } = (await seller.note()).orderList;
    tickets.show(
      [...notedList, ...unnotedList].map((order) => ({ ...order, ...standing(queue, order.marchSn) })),
    );
    onNumbers(unnotedList.map(({ marchSn }) => marchSn));
  };
  const refresh = coalesced(look);

  seller.watchQueue(
    sellerId,
    (now) => {
      queue = now;
      refresh().catch(complain);
    },
    complain,
  );
  onPress(byId('fetch'), async () => {
    const { marchSn } = await seller.fetch();
    say(`取到 ${marchSn} 号 · fetched number ${marchSn}`);
    await refresh();
  });
  onPress(byId('clear'), async () => {
    const { cleared } = await seller.clear();
    say(`清掉 ${cleared} 个没有备注的号 · cleared ${cleared} without a note`);
    await refresh();
  });
  return { refresh };
};

/** Where a number is: called, or how far from the front. */
const standing = ({ waiting, called }: Queue, marchSn: number): Pick<Ticket, 'isCalled' | 'order'> => {
  const isCalled = called.includes(marchSn);
  const place = (isCalled ? called : waiting).indexOf(marchSn);
  // A number that the queue does not know yet is the latest.
  return { isCalled, order: place < 0 ? 500 : place + (isCalled ? 1_000 : 0) };
};

/** Does something at most once at a time; who asks meanwhile has it done once more. */
const coalesced = (act: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = act().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
};
