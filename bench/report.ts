import { BUNDLE, isOverBundle, isOverCalls, isOverWork, OWN_WORK } from './budget.ts';
import type { BundleRow } from './bundles.ts';
import type { CallRow } from './calls.ts';

export type CallResults = { runs: number; bare: CallRow; rows: CallRow[] };
export type BundleResults = { rounds: number; baseline: BundleRow; rows: BundleRow[] };

const NUMBER = /^[\d.,]+[×*]?$|^-$/;

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
        [row.s3 && `S3 ${row.s3}`, row.wechat && `WeChat ${row.wechat}`].filter(Boolean).join(' '),
        verdict(row.budget.inSequence !== undefined, isOverCalls(row)),
        row.budget.reason,
      ]),
    ),
    'RCU, WCU: ReturnConsumedCapacity, indexes included. * with a refused write, for which DynamoDB charges but reports none.',
  ].join('\n');

/** Handler time less the time in DynamoDB, S3 and WeChat. */
export const workTable = ({ runs, bare, rows }: CallResults): string =>
  [
    `Own work, ms per request, medians of ${runs} runs`,
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
        verdict(row !== bare && row.budget.inSequence !== undefined, isOverWork(row)),
      ]),
    ),
    'together: from call to answer, less the time with a request on the wire. SDK: the part of it inside the AWS SDK, which',
    'takes its share of every call whatever it carries (bare: a handler that sends one BatchGetItem and does nothing else).',
    `own code: the rest, and what the budget of ${OWN_WORK} ms is held against.`,
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
