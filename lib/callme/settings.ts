import { transact } from '../store/store.ts';
import { clockIn, DAY, dayIn, nowSeconds } from '../time.ts';
import { counterKey, sellerKey } from './keys.ts';
import { getSeller } from './sellers.ts';

/** How a stall works, as its owner has set it: the map `settings` on the stall's item. */
export type Settings = {
  /** Whether whoever writes a note must know the code of the paper ticket. */
  proof: 'none' | 'code';
  /** Whether eaters take numbers themselves, and how many in ten minutes at most; 0: as many as come. */
  selfService: boolean;
  perTenMinutes: number;
  /** No number is taken for now. */
  paused: boolean;
  /** When numbers are taken, from and to by the stall's clock (`10:30`, `24:00` at the latest); none: always. */
  hours: [from: string, to: string][];
  /** How many are before an eater at most who is told that it is nearly their turn. */
  remindAhead: number;
  /** Minutes after which a called number that nobody collects counts as missed; 0: never by itself. */
  missAfter: number;
};

/** What of the settings a ticket is born with: the day's counter has a copy, so that `fetch` reads nothing more. */
export type Terms = Pick<Settings, 'proof' | 'missAfter'>;

/** What a stall begins with: it works as the source document has it. */
export const DEFAULTS: Settings = {
  proof: 'none',
  selfService: false,
  perTenMinutes: 0,
  paused: false,
  hours: [],
  remindAhead: 3,
  missAfter: 0,
};

const TRIES = 10;
/** A counter outlives its day, wherever on earth that is. */
export const COUNTER_KEPT = 2 * DAY;

/** The settings of a stall. */
export const settingsOf = (seller: { settings?: Partial<Settings> } | undefined): Settings => ({
  ...DEFAULTS,
  ...seller?.settings,
});

/** What of a stall's settings its tickets are born with. */
export const termsOf = ({ proof, missAfter }: Settings): Terms => ({ proof, missAfter });

/** Whether eaters may take numbers now. */
export const isOpen = ({ selfService, paused, hours }: Settings, timeZone: string): boolean => {
  if (!selfService || paused) return false;
  const now = clockIn(timeZone);
  return hours.length === 0 || hours.some(([from, to]) => from <= now && now < to);
};

/**
 * Changes what is given of a stall's settings, and returns them all. Of two at once both count: each builds on what it
 * saw, and begins again when that has changed.
 */
export const changeSettings = async (
  { sellerId, timeZone }: { sellerId: number; timeZone: string },
  given: { [name in keyof Settings]?: Settings[name] | undefined },
): Promise<Settings> => {
  const changes = Object.entries(given).filter(([, value]) => value !== undefined);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const seen = (await getSeller(sellerId))?.settings;
    const settings = { ...settingsOf({ ...(seen && { settings: seen }) }), ...Object.fromEntries(changes) };
    if (changes.length === 0) return settings;
    const [changed] = await transact([
      {
        update: sellerKey(sellerId),
        set: { settings },
        when: `attribute_exists(pk) AND ${seen ? '#settings = :seen' : 'attribute_not_exists(#settings)'}`,
        ...(seen && { values: { ':seen': seen } }),
      },
      {
        update: counterKey(sellerId, dayIn(timeZone)),
        set: { terms: termsOf(settings), expiresAt: nowSeconds() + COUNTER_KEPT },
      },
    ]);
    if (changed?.ok) return settings;
  }
  throw Object.assign(new Error('Too many changes of settings at once'), { name: 'ThrottlingException' });
};
