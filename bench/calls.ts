import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { CALLME_TABLE, SELLERS } from '../lib/callme/keys.ts';
import { setting } from '../lib/env.ts';
import { documents } from '../lib/store/dynamodb.ts';
import type { Budget } from './budget.ts';
import { callmeCases } from './cases/callme.ts';
import { type Case, toAnswer } from './cases/case.ts';
import { h5Cases } from './cases/h5.ts';
import { minaCases } from './cases/mina.ts';
import { recipesCases } from './cases/recipes.ts';
import { rentalCases } from './cases/rental.ts';
import { unknownCases } from './cases/unknown.ts';
import { median, percentile } from './intervals.ts';
import { type Recording, record } from './recorder.ts';

type Figures = Omit<Recording<unknown>, 'result'>;

/** What a case's runs have in common; `toBare` is its own work as a multiple of the bare handler's. */
export type CallRow = { name: string; what: string; budget: Budget; toBare: number } & Figures;

/** The cases of each service, which open what they need. */
const SERVICES = [callmeCases, minaCases, recipesCases, rentalCases, h5Cases, unknownCases];
const WARM_UP = 20;

/**
 * Runs every case `runs` times, and beside them a bare handler that does nothing but read two items with the SDK.
 * The cases take turns, so that whatever else keeps the machine busy meets all of them alike.
 */
export const measureCalls = async (runs: number): Promise<{ bare: CallRow; rows: CallRow[] }> => {
  const cases: Case[] = [];
  for (const openCases of SERVICES) cases.push(...(await openCases()));
  const recorded = cases.map((): Recording<unknown>[] => []);
  const bare: Recording<unknown>[] = [];

  for (let round = 1 - WARM_UP; round <= runs; round += 1) {
    const reading = await record(readTwo);
    if (round > 0) bare.push(reading);
    for (const [i, one] of cases.entries()) {
      if (round % (one.every ?? 1) !== 0) continue;
      const recording = await run(one);
      if (round > 0) recorded[i]?.push(recording);
    }
  }

  const nothing = {
    name: '(bare)',
    what: 'one BatchGetItem, no more',
    budget: { reason: 'what an SDK call costs' },
  };
  const bareRow = { ...nothing, ...typical(bare), toBare: 1 };
  const rows = cases.map(({ name, what, budget }, i) => {
    const figures = typical(recorded[i] ?? []);
    return { name, what, budget, ...figures, toBare: figures.own / bareRow.own };
  });
  return { bare: bareRow, rows };
};

/** What every query begins with: a session and one more item, in one request. */
const readTwo = () =>
  documents.send(
    new BatchGetCommand({
      RequestItems: {
        [setting('SESSIONS_TABLE')]: { Keys: [{ pk: '0'.repeat(64) }] },
        [CALLME_TABLE]: { Keys: [{ pk: SELLERS, sk: 'seller#000001' }] },
      },
    }),
  );

const run = async ({ name, what, prepare, isExpected, clean }: Case): Promise<Recording<unknown>> => {
  const recording = await record(await prepare());
  const answer = toAnswer(recording.result);
  if (!isExpected(answer))
    throw new Error(`${name}, ${what}, answered ${JSON.stringify(answer).slice(0, 200)}`);
  await clean?.(answer);
  return recording;
};

/**
 * What a case's runs have in common: medians of what is counted, lower quartiles of times. Whatever else runs on the
 * machine can only add to a time.
 */
const typical = (recordings: Figures[]): Figures => {
  const of = (pick: (one: Figures) => number) => median(recordings.map(pick));
  const time = (pick: (one: Figures) => number) => percentile(recordings.map(pick), 0.25);
  return {
    calls: of(({ calls }) => calls),
    inSequence: of(({ inSequence }) => inSequence),
    read: of(({ read }) => read),
    written: of(({ written }) => written),
    isPartlyAssumed: recordings.some(({ isPartlyAssumed }) => isPartlyAssumed),
    s3: of(({ s3 }) => s3),
    wechat: of(({ wechat }) => wechat),
    posts: of(({ posts }) => posts),
    took: time(({ took }) => took),
    own: time(({ own }) => own),
    sdk: time(({ sdk }) => sdk),
  };
};
