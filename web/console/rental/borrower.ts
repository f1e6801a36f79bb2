import type { Attempt, Device, Item, Loan, Profile, Rental } from './api.ts';

/** How it stands with a borrower. `attempt`: the last one of this page, waiting or settled. */
export type BorrowerState = {
  profile: Profile;
  devices: Device[];
  item: Item | undefined;
  history: Loan[];
  attempt: Attempt | undefined;
};

export type Borrower = {
  state(): BorrowerState;
  changeProfile(profile: Partial<Profile>): Promise<void>;
  /** Asks a cabinet, and comes back when it is settled. */
  rent(wish: Parameters<Rental['rent']>[0]): Promise<void>;
  revert(wish: Parameters<Rental['revert']>[0]): Promise<void>;
  /** Asks what the cabinets have. */
  lookAround(): Promise<void>;
};

type Watcher = { changed(): void; failed(error: unknown): void };

const ASK_EVERY = 1_000;
/** A cabinet may do it when the attempt is long over. */
const LOOK_EVERY = 3_000;

/** A borrower's mini-program without its screen. */
export const createBorrower = async (rental: Rental, { changed, failed }: Watcher): Promise<Borrower> => {
  // The first request logs in, for all others.
  const profile = await rental.profile();
  const [seen, latest] = await Promise.all([look(rental), rental.latest()]);
  let state: BorrowerState = { profile, ...seen, attempt: undefined };
  const become = (news: Partial<BorrowerState>): void => {
    state = { ...state, ...news };
    changed();
  };

  const isWaiting = (): boolean => state.attempt?.latest === 'WAITING';
  const follow = async (): Promise<void> => {
    let attempt = await rental.latest();
    while (attempt.latest === 'WAITING') {
      become({ attempt });
      await pause(ASK_EVERY);
      // The network may be away for a while; the attempt goes on.
      attempt = await rental.latest().catch(() => attempt);
    }
    // All at once: whoever reads that they have it sees what they have.
    become({ attempt, ...(await look(rental).catch(() => undefined)) });
  };
  const watch = async (): Promise<void> => {
    for (;;) {
      await pause(LOOK_EVERY);
      if (isWaiting()) continue;
      const item = await rental.item().catch(() => state.item);
      // What the last attempt said holds no longer.
      if (item?.uuid !== state.item?.uuid)
        await look(rental).then((seen) => become({ ...seen, attempt: undefined }), failed);
    }
  };
  watch();
  if (latest.latest === 'WAITING') follow().catch(failed);

  return {
    state: () => state,
    changeProfile: async (written) => become({ profile: await rental.changeProfile(written) }),
    rent: async (wish) => {
      await rental.rent(wish);
      await follow();
    },
    revert: async (wish) => {
      await rental.revert(wish);
      await follow();
    },
    lookAround: async () => become({ devices: await rental.devices() }),
  };
};

const look = async (rental: Rental): Promise<Pick<BorrowerState, 'item' | 'devices' | 'history'>> => {
  const [item, devices, history] = await Promise.all([rental.item(), rental.devices(), rental.history()]);
  return { item, devices, history };
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
