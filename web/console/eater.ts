import type { Callme, Watch } from '../../client/callme.ts';

/** How it stands with an eater. `ahead`: how many are called before; null as long as nobody has said. */
export type EaterState =
  | { step: 'start' }
  | { step: 'waiting'; marchSn: number; noteContent: string; ahead: number | null }
  | { step: 'called'; marchSn: number; noteContent: string; callCount: number };

export type Eater = {
  state(): EaterState;
  /** The stall's dishes. */
  dishes(): string[];
  push(order: { marchSn: number; noteContent: string; subscribe: boolean }): Promise<void>;
  hungry(): Promise<boolean>;
  done(): Promise<void>;
};

type Watcher = {
  changed(): void;
  /** The number was called, or again. */
  called(marchSn: number): void;
  ended(marchSn: number): void;
  failed(error: unknown): void;
};

/** An eater's mini-program without its screen. One who comes back finds the number that is still open. */
export const createEater = async (callme: Callme, sellerId: number, watcher: Watcher): Promise<Eater> => {
  let state: EaterState = { step: 'start' };
  let watches: Watch[] = [];

  const become = (next: EaterState): void => {
    state = next;
    watcher.changed();
  };
  const leave = (): void => {
    for (const watch of watches) watch.close();
    watches = [];
    become({ step: 'start' });
  };

  const wait = (marchSn: number, noteContent: string): void => {
    leave();
    become({ step: 'waiting', marchSn, noteContent, ahead: null });
    const queue = callme.watchQueue(sellerId, ({ waiting }) => {
      const ahead = waiting.indexOf(marchSn);
      if (state.step === 'waiting' && ahead >= 0) become({ ...state, ahead });
    });
    const ticket = callme.watch(
      { sellerId, marchSn },
      {
        called: ({ callCount }) => {
          queue.close();
          become({ step: 'called', marchSn, noteContent, callCount });
          watcher.called(marchSn);
        },
        done: () => {
          leave();
          watcher.ended(marchSn);
        },
        failed: watcher.failed,
      },
    );
    watches = [queue, ticket];
  };

  const menu = await callme.menu(sellerId);
  if (menu.takenFlag === 'success' && menu.takenSellerId === sellerId) {
    wait(menu.takenMarchSn, menu.takenMenuName);
  }

  return {
    state: () => state,
    dishes: () => menu.menuContent,
    push: async (order) => {
      await callme.push({ sellerId, ...order });
      wait(order.marchSn, order.noteContent);
    },
    hungry: async () => {
      if (state.step === 'start') return false;
      return (await callme.hungry({ sellerId, marchSn: state.marchSn })).ready;
    },
    done: async () => {
      if (state.step === 'start') return;
      const { marchSn } = state;
      await callme.done({ sellerId, marchSn });
      // The watch may have said so already.
      if ((state as EaterState).step !== 'start') {
        leave();
        watcher.ended(marchSn);
      }
    },
  };
};
