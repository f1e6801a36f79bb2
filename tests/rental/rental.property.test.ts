import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RENTAL_TABLE } from '../../lib/rental/keys.ts';
import { isTrying } from '../../lib/rental/latest.ts';
import { available, freePlaces } from '../../lib/rental/stock.ts';
import { queryPartition } from '../../lib/store/store.ts';
import { type RealCabinet, Reality, TYPE } from './reality.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T04:00:00Z') }));
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => void vi.setSystemTime(Date.now() + ms);

type Event = (reality: Reality) => Promise<void> | void;

const who = fc.constantFrom(0, 0, 0, 1);
const where = fc.constantFrom(0, 0, 0, 1);
const when = fc.constantFrom('arrives', 'arrives', 'is lost', 'is late' as const);
const how = fc.constantFrom('does it', 'does it', 'does it', 'refuses', 'forgets' as const);
const past = fc.constantFrom(1, 5_000, 600_000);
const change = fc.constantFrom(1, -1 as const);
const often = fc.constantFrom('once', 'once', 'twice', 'again later' as const);

/** An event, and its words for a counterexample. */
const named = <T extends unknown[]>(name: string, values: fc.Arbitrary<T>, happen: (...of: T) => Event) =>
  values.map((of) => Object.assign(happen(...of), { [fc.toStringMethod]: () => `${name} ${of.join(' ')}` }));

const event = fc.oneof(
  { weight: 4, arbitrary: named('ask', fc.tuple(who, where, fc.nat(1)), (a, b, c) => (r) => r.ask(a, b, c)) },
  { weight: 2, arbitrary: named('report', fc.tuple(where, when), (a, b) => (r) => r.report(a, b)) },
  {
    weight: 1,
    arbitrary: named(
      'put back',
      fc.tuple(where, past),
      (a, b) => (r) => r.happenTo(a, (it) => it.putBack(b)),
    ),
  },
  {
    weight: 1,
    arbitrary: named(
      'stock up',
      fc.tuple(where, change),
      (a, b) => (r) => r.happenTo(a, (it) => it.stockUp(b)),
    ),
  },
  { weight: 1, arbitrary: named('arrive', fc.tuple(), () => (r) => r.arrive()) },
  { weight: 3, arbitrary: named('serve', fc.tuple(), () => (r) => r.serve()) },
  { weight: 3, arbitrary: named('act', fc.tuple(fc.nat(3), how), (a, b) => (r) => r.act(a, b)) },
  { weight: 3, arbitrary: named('tell', fc.tuple(fc.nat(3), often), (a, b) => (r) => r.tell(a, b)) },
);
/** Up to three events at once, and how long it takes until the next. */
const step = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 3 }),
  ms: fc.constantFrom(1, 1_000, 20_000, 61_000),
  /** Which of the cabinets are heard of then, besides. */
  heard: fc.constantFrom([0, 1], [0], [0]),
});

const expectBounds = async (reality: Reality): Promise<void> => {
  const { devices } = await reality.inspect();
  for (const device of devices) {
    const [instrument] = available(device);
    const { remained = -1, total = 0 } = instrument ?? {};
    expect(remained).toBeGreaterThanOrEqual(0);
    expect(remained).toBeLessThanOrEqual(total);
    expect(freePlaces(device, TYPE)).toBeLessThanOrEqual(total);
  }
};

/** Once all is told: the stock of these cabinets is what they hold. */
const expectStock = async (reality: Reality, of: (cabinet: RealCabinet) => boolean): Promise<void> => {
  const { devices } = await reality.inspect();
  const shown = devices.map((device) => available(device)[0]?.remained);
  const held = reality.cabinets.map((cabinet, i) => (of(cabinet) ? cabinet.remained : shown[i]));
  expect(shown).toEqual(held);
};

/** Once all is told: what the records say is what really happened. */
const expectAgreement = async (reality: Reality): Promise<void> => {
  const { users } = await reality.inspect();

  for (const user of users) {
    const own = [...reality.left].filter(([, { userid }]) => userid === user.userid);
    const really = (isBack: boolean) =>
      own.filter(([, item]) => item.isBack === isBack).map(([uuid]) => uuid);
    const items = await queryPartition(RENTAL_TABLE, `user#${user.userid}`);
    const recorded = (kind: string) =>
      items.filter(({ sk }) => String(sk).startsWith(kind)).map(({ uuid }) => String(uuid));

    expect(isTrying(user)).toBe(false);
    const out = user.out ? [user.out.uuid] : [];
    expect([...out, ...recorded('stray#')].sort()).toEqual(really(false).sort());
    expect(recorded('history#').sort()).toEqual(really(true).sort());
  }
};

it('keeps records, stock and reality together, whatever cabinets and networks do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12, size: 'max' }), async (steps) => {
      const reality = new Reality();
      await reality.begin();
      for (const { events, ms, heard } of steps) {
        await Promise.all(events.map((happen) => happen(reality)));
        await expectBounds(reality);
        await Promise.all(heard.map((cabinet) => reality.report(cabinet, 'arrives')));
        pass(ms);
      }
      await reality.settle(pass);
      // No report is needed to put right what a cabinet has said in full.
      await expectStock(reality, ({ isPrecise, isOrderly }) => isPrecise && isOrderly);
      await reality.settleReports();
      await expectStock(reality, () => true);
      await expectAgreement(reality);
    }),
    { numRuns: 8 },
  );
}, 60_000);
