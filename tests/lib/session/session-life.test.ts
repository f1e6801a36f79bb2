import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  createSession,
  endSession,
  findSession,
  keepAlive,
  type Session,
} from '../../../lib/session/session.ts';

const START = Date.parse('2026-11-20T04:00:00Z');
const POLICY = { idle: 600, absolute: 1_200 };
/** Uses this close to the last recorded one are not recorded. */
const GRAIN = POLICY.idle / 10;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

type Act =
  /** Time passes. */
  | { pass: number }
  /** Time passes, and a request uses the session while it must still live. */
  | { stay: number }
  /** A request finds the session and uses it. */
  | 'use'
  /** A request that found the session when it was created comes to its end only now. */
  | 'straggle'
  | 'end';

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ pass: fc.integer({ min: 0, max: 700 }) }) },
  { weight: 9, arbitrary: fc.record({ stay: fc.integer({ min: 0, max: 540 }) }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom({ pass: 59 }, { pass: 60 }, { pass: 540 }, { pass: 599 }, { pass: 600 }),
  },
  { weight: 6, arbitrary: fc.constant('use' as const) },
  { weight: 2, arbitrary: fc.constant('straggle' as const) },
  { weight: 1, arbitrary: fc.constant('end' as const) },
);

/** What a session promises, in seconds since it was created. */
class Promised {
  now = 0;
  lastUse = 0;
  isOver = false;

  get mustBeDead(): boolean {
    return this.isOver || this.now >= POLICY.absolute || this.now - this.lastUse >= POLICY.idle;
  }

  /** Between the two it may be either, but never come back. */
  get mustLive(): boolean {
    return !this.mustBeDead && this.now - this.lastUse <= POLICY.idle - GRAIN;
  }

  observe(isAlive: boolean): void {
    if (this.mustBeDead) expect(isAlive, `dead at ${this.now} s`).toBe(false);
    if (this.mustLive) expect(isAlive, `alive at ${this.now} s`).toBe(true);
    if (!isAlive) this.isOver = true;
  }
}

it('keeps its promise through any life', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 30 }), async (acts) => {
      vi.setSystemTime(START);
      const sessionKey = await createSession({
        service: 'callme',
        app: '1',
        openid: 'o',
        role: {},
        policy: POLICY,
      });
      const find = async () => (await findSession('callme', sessionKey)).session;
      const first = (await find()) as Session;
      const promised = new Promised();

      for (const each of acts) {
        if (typeof each === 'object') promised.now += 'pass' in each ? each.pass : each.stay;
        vi.setSystemTime(START + promised.now * 1_000);
        if (each === 'end') {
          await endSession(first);
          promised.isOver = true;
        }
        if (each === 'straggle') await keepAlive(first);

        const session = await find();
        promised.observe(session !== undefined);
        const isUse = each === 'use' || (typeof each === 'object' && 'stay' in each);
        if (isUse && session) await keepAlive(session);
        if ((isUse || each === 'straggle') && session) promised.lastUse = promised.now;
      }
    }),
    { numRuns: 40 },
  );
});
