import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countClick, offering } from '../../lib/recipes/counts.ts';
import { countsKey, markKey } from '../../lib/recipes/keys.ts';
import { type Like, like, unlike } from '../../lib/recipes/likes.ts';
import { Failure } from '../../lib/recipes/outcome.ts';
import { read, write } from '../../lib/store/store.ts';
import { interleave } from '../support/interleave.ts';

type Operation =
  | { act: 'click'; gender: 0 | 1 | 2; dish: number }
  | { act: 'like' | 'unlike'; kind: Like; user: string; dish: number };
type State = {
  clicks: number;
  clicks0: number;
  clicks1: number;
  clicks2: number;
  praises: number;
  collections: number;
};

const KINDS: Like[] = ['praise', 'collection'];
const USERS = ['a', 'b'];
let runs = 0;

/** Two dishes on offer and one that never was, which no other run uses. */
const newDishes = async (): Promise<[number, number, number]> => {
  runs += 1;
  const [first, second, none] = [10 * runs, 10 * runs + 1, 10 * runs + 2];
  await Promise.all([write(offering(first)), write(offering(second))]);
  return [first, second, none];
};

const perform = async (operation: Operation, dish: number, run: number): Promise<boolean> => {
  const user = 'user' in operation ? `${operation.user}-${run}` : '';
  const outcome =
    operation.act === 'click'
      ? await countClick(dish, operation.gender)
      : await (operation.act === 'like' ? like : unlike)(operation.kind, user, dish);
  return !(outcome instanceof Failure);
};

/** What the dishes should have, in memory: the marks as a set, the counts made of it. */
class Model {
  private readonly marks = new Set<string>();
  private readonly clicks: [dish: number, gender: number][] = [];

  perform(operation: Operation): boolean {
    if (operation.dish === 2) return false;
    if (operation.act === 'click') this.clicks.push([operation.dish, operation.gender]);
    else {
      const mark = `${operation.kind} ${operation.user} ${operation.dish}`;
      if (operation.act === 'like') this.marks.add(mark);
      else this.marks.delete(mark);
    }
    return true;
  }

  state(dish: number): State {
    const clicks = this.clicks.filter(([one]) => one === dish).map(([, gender]) => gender);
    const marks = [...this.marks].filter((mark) => mark.endsWith(` ${dish}`));
    return {
      clicks: clicks.length,
      clicks0: clicks.filter((gender) => gender === 0).length,
      clicks1: clicks.filter((gender) => gender === 1).length,
      clicks2: clicks.filter((gender) => gender === 2).length,
      praises: marks.filter((mark) => mark.startsWith('praise ')).length,
      collections: marks.filter((mark) => mark.startsWith('collection ')).length,
    };
  }

  has(kind: Like, user: string, dish: number): boolean {
    return this.marks.has(`${kind} ${user} ${dish}`);
  }
}

const dish = fc.integer({ min: 0, max: 2 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ act: fc.constant('click' as const), gender: fc.constantFrom(0, 1, 2), dish }),
  fc.record({
    act: fc.constantFrom('like' as const, 'unlike' as const),
    kind: fc.constantFrom(...KINDS),
    user: fc.constantFrom(...USERS),
    dish,
  }),
);

it('counts any sequence of clicks, praises and collections as the model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
      const dishes = await newDishes();
      const model = new Model();
      for (const one of operations) {
        const done = await perform(one, dishes[one.dish] as number, runs);
        expect([one, done]).toEqual([one, model.perform(one)]);
      }
      const counts = await read([countsKey(dishes[0]), countsKey(dishes[1]), countsKey(dishes[2])]);
      expect(counts).toEqual([
        expect.objectContaining(model.state(0)),
        expect.objectContaining(model.state(1)),
        undefined,
      ]);
      for (const kind of KINDS) {
        for (const user of USERS) {
          const marks = await read(dishes.map((id) => markKey(`${user}-${runs}`, kind, id)));
          expect(marks.map(Boolean)).toEqual([0, 1, 2].map((i) => model.has(kind, user, i)));
        }
      }
    }),
    { numRuns: 20 },
  );
});

it('counts operations at once, in any interleaving of their DynamoDB calls, as many as there are marks', async () => {
  const atOnce = fc.array(operation, { minLength: 2, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), atOnce, async (scheduler, operations) => {
      const dishes = await newDishes();
      const done = await interleave(scheduler, () =>
        operations.map((one) => perform(one, dishes[one.dish] as number, runs)),
      );
      expect(done).toEqual(operations.map((one) => one.dish !== 2));

      for (const i of [0, 1]) {
        const [id] = dishes.slice(i) as [number];
        const [counts] = await read([countsKey(id)]);
        const clicks = operations.filter((one) => one.act === 'click' && one.dish === i).length;
        const marksOf = async (kind: Like) =>
          (await read(USERS.map((user) => markKey(`${user}-${runs}`, kind, id)))).filter(Boolean).length;
        expect(counts).toMatchObject({
          clicks,
          praises: await marksOf('praise'),
          collections: await marksOf('collection'),
        });
      }
    }),
    { numRuns: 20 },
  );
});
