import {
  AT_ONCE,
  BUNDLE,
  isOverBundle,
  isOverCalls,
  isOverLive,
  isOverSearch,
  isOverThroughput,
  isOverWork,
  LIVE,
  limitsWork,
  OWN_WORK,
  SEARCH,
} from './budget.ts';
import type { BundleRow } from './bundles.ts';
import type { CallRow } from './calls.ts';
import type { LiveRow } from './live.ts';
import { searchRows } from './search.ts';
import type { ThroughputRow } from './throughput.ts';

export type CallResults = { runs: number; bare: CallRow; rows: CallRow[] };
export type ThroughputResults = { turns: number; rows: ThroughputRow[] };
export type BundleResults = { rounds: number; baseline: BundleRow; rows: BundleRow[] };
export type LiveResults = { calls: number; rows: LiveRow[] };

const NUMBER = /^[\d.,]+[×*]?$|^-$/;

/** How much one process answers. */
export const throughputTable = ({ turns, rows }: ThroughputResults): string =>
  [
    `Throughput of one process, ${AT_ONCE} requests at a time, medians of ${turns} turns`,
    table(
      ['what', 'a second', 'to hungry', 'at least', ''],
      rows.map((row) => [
        row.what,
        row.perSecond.toFixed(0),
        `${row.ratio.toFixed(3)}×`,
        row.budget === undefined ? '-' : `${row.budget.toFixed(2)}×`,
        verdict(row.budget !== undefined, isOverThroughput(row)),
      ]),
    ),
    'a whole meal: fetch, push, six hungry, call, done.',
  ].join('\n');

/** Requests to DynamoDB: how many, how many one after another, and what they consumed. */
export const requestsTable = ({ rows }: CallResults): string =>
  [
    'DynamoDB, per request',
    table(
      [
        'query',
        'case',
        'calls',
        'in sequence',
        'budget',
        'ratio',
        'RCU',
        'WCU',
        'also',
        '',
        'budget because',
      ],
      rows.map((row) => [
        row.name,
        row.what,
        `${row.calls}`,
        `${row.inSequence}`,
        `${row.budget.inSequence ?? '-'}`,
        row.budget.inSequence ? times(row.inSequence / row.budget.inSequence) : '-',
        row.read.toFixed(1),
        `${row.written.toFixed(1)}${row.isPartlyAssumed ? '*' : ''}`,
        also(row),
        verdict(row.budget.inSequence !== undefined, isOverCalls(row)),
        row.budget.reason,
      ]),
    ),
    'RCU, WCU: ReturnConsumedCapacity, indexes included. * with a refused write, for which DynamoDB charges but reports none.',
  ].join('\n');

const also = ({ s3, wechat, posts }: CallRow): string =>
  Object.entries({ S3: s3, WeChat: wechat, sockets: posts })
    .flatMap(([server, requests]) => (requests > 0 ? [`${server} ${requests}`] : []))
    .join(' ');

/** Handler time less the time in which it waits for others. */
export const workTable = ({ runs, bare, rows }: CallResults): string =>
  [
    `Own work, ms per request, lower quartiles of ${runs} runs, of fewer where one takes long`,
    table(
      ['query', 'case', 'own code', `of ${OWN_WORK} ms`, 'SDK', 'together', 'to bare', ''],
      [bare, ...rows].map((row) => [
        row.name,
        row.what,
        (row.own - row.sdk).toFixed(2),
        times((row.own - row.sdk) / OWN_WORK),
        row.sdk.toFixed(2),
        row.own.toFixed(2),
        times(row.toBare),
        verdict(row !== bare && limitsWork(row.budget), isOverWork(row)),
      ]),
    ),
    'together: from call to answer, less the time with a request on the wire. SDK: the part of it inside the AWS SDK, which',
    'takes its share of every call whatever it carries (bare: a handler that sends one BatchGetItem and does nothing else).',
    `own code: the rest, and what the budget of ${OWN_WORK} ms is held against; answers of thousands of dishes have none.`,
  ].join('\n');

/** A search by the clock, beside plain Queries. */
export const searchTable = ({ rows }: CallResults): string =>
  [
    'A search among 10,000 dishes, ms by the clock',
    table(
      ['query', 'case', 'ms', 'to what is found', 'to all counts', ''],
      searchRows(rows).map((row) => [
        row.name,
        row.what,
        row.took.toFixed(2),
        times(row.toFound),
        times(row.toAll),
        verdict(row.hasBudget, isOverSearch(row)),
      ]),
    ),
    `Budget: ${times(SEARCH)} a Query that reads the dishes which are found, as items. Beside it one that reads a small item of every dish,`,
    'as a search without a catalogue in memory would have to. cold: once per container and version of the catalogue.',
  ].join('\n');

/** Size and import time of every function. */
export const bundlesTable = ({ rounds, baseline, rows }: BundleResults): string =>
  [
    `Bundles, imports in a fresh process, medians of ${rounds} pairs and more`,
    table(
      ['function', 'bytes', 'ratio', 'import CPU ms', 'ratio', 'by the clock', 'ratio', 'WeChat', ''],
      [baseline, ...rows].map((row) => [
        row.name,
        row.size.toLocaleString('en'),
        times(row.sizeRatio),
        row.cpu.toFixed(1),
        times(row.cpuRatio),
        row.wall.toFixed(1),
        times(row.wallRatio),
        row.hasWechat ? 'yes' : '',
        verdict(row !== baseline && !row.hasWechat, isOverBundle(row)),
      ]),
    ),
    `Budget: ${times(BUNDLE)} the baseline's bytes, and ${times(BUNDLE)} its import's CPU time (of the importing thread: by the clock it is`,
    'what else runs here that decides), for every function that does not call WeChat.',
  ].join('\n');

/** How long a call takes to reach those who wait for it. */
export const liveTable = ({ calls, rows }: LiveResults): string =>
  [
    `Live, ms from the request of a call until the last watcher's WebSocket has it, ${calls} calls`,
    table(
      ['watchers', 'median', 'p95', 'max', `of ${LIVE} ms: median`, 'p95', 'max', ''],
      rows.map(({ watchers, ...row }) => [
        `${watchers}`,
        ...[row.median, row.p95, row.max].map((took) => took.toFixed(0)),
        ...[row.median, row.p95, row.max].map((took) => times(took / LIVE)),
        verdict(true, isOverLive({ watchers, ...row })),
      ]),
    ),
    'Measured on the whole product as `npm start` starts it, the DynamoDB stream included. No call may take longer than the budget.',
  ].join('\n');

const times = (ratio: number): string => `${ratio.toFixed(2)}×`;

const verdict = (hasBudget: boolean, isOver: boolean): string => (hasBudget ? (isOver ? 'OVER' : 'ok') : '');

/** Aligns columns; those of numbers to the right. */
const table = (head: string[], rows: string[][]): string => {
  const columns = head.map((_, i) => rows.map((row) => row[i] ?? ''));
  const widths = head.map((title, i) =>
    Math.max(...[title, ...(columns[i] ?? [])].map(({ length }) => length)),
  );
  const isNumeric = columns.map(
    (cells) =>
      cells.some((cell) => NUMBER.test(cell)) && cells.every((cell) => cell === '' || NUMBER.test(cell)),
  );
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
