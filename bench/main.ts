import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../local/settings.ts';
import {
  isOverBundle,
  isOverCalls,
  isOverLive,
  isOverSearch,
  isOverThroughput,
  isOverWork,
} from './budget.ts';
import {
  type BundleResults,
  bundlesTable,
  type CallResults,
  type LiveResults,
  liveTable,
  requestsTable,
  searchTable,
  type ThroughputResults,
  throughputTable,
  workTable,
} from './report.ts';
import { searchRows } from './search.ts';
import { setEnvironment, startServers } from './servers.ts';

const HELP = `Measures every function against its budget. Exits with 1 when one is over.

Usage: npm run bench -- [options]

  --only throughput  how many requests a second one process answers, beside a plain hungry
  --only calls       DynamoDB calls, capacity and own work of every route and event, and how long a search takes
  --only bundles     size and import time of every function
  --only live        from a call to the WebSockets of those who wait for it
  --json             prints figures instead of tables
  --help             explains this`;

const PARTS = ['throughput', 'calls', 'bundles', 'live'];
const TURNS = 15;
const RUNS = 60;
const ROUNDS = 9;
const CALLS = 30;

const main = async (): Promise<void> => {
  const { only, json, help } = readOptions();
  if (help) return console.log(HELP);

  const directory = mkdtempSync(join(tmpdir(), 'callme-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  // An exit in order: it ends what was started and removes what was written.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));

  // Functions find their pages from there, as in a Lambda.
  process.chdir(ROOT);
  const ports = await setEnvironment();
  const isWanted = (part: string) => !only || only === part;
  const servers =
    isWanted('throughput') || isWanted('calls') ? await startServers(ports, directory) : undefined;
  // First: what records the calls of a query takes its time.
  const throughput = isWanted('throughput') ? await measureThroughput() : undefined;
  const calls = isWanted('calls') ? await measureCalls() : undefined;
  await servers?.stop();
  const bundles = isWanted('bundles') ? await measureBundles(directory) : undefined;
  const live = isWanted('live') ? await measureLive(directory) : undefined;
  if (json) console.log(JSON.stringify({ throughput, calls, bundles, live }, null, 2));
  else console.log(tables({ throughput, calls, bundles, live }).join('\n\n'));

  const isOver =
    throughput?.rows.some(isOverThroughput) ||
    calls?.rows.some((row) => isOverCalls(row) || isOverWork(row)) ||
    searchRows(calls?.rows ?? []).some(isOverSearch) ||
    bundles?.rows.some(isOverBundle) ||
    live?.rows.some(isOverLive);
  process.exitCode = isOver ? 1 : 0;
};

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.only && !PARTS.includes(values.only)) throw new Error(HELP);
  return values;
};

// The functions' code reads the environment when it is imported.
const measureThroughput = async (): Promise<ThroughputResults> => {
  const { measureThroughput: measure } = await import('./throughput.ts');
  return { turns: TURNS, rows: await measure(TURNS) };
};

const measureCalls = async (): Promise<CallResults> => {
  const { measureCalls: measure } = await import('./calls.ts');
  return { runs: RUNS, ...(await measure(RUNS)) };
};

const measureBundles = async (directory: string): Promise<BundleResults> => {
  const { measureBundles: measure } = await import('./bundles.ts');
  return { rounds: ROUNDS, ...(await measure(join(directory, 'bundles'), ROUNDS)) };
};

const measureLive = async (directory: string): Promise<LiveResults> => {
  const { measureLive: measure } = await import('./live.ts');
  return { calls: CALLS, rows: await measure(directory, CALLS) };
};

type Results = {
  throughput: ThroughputResults | undefined;
  calls: CallResults | undefined;
  bundles: BundleResults | undefined;
  live: LiveResults | undefined;
};

const tables = ({ throughput, calls, bundles, live }: Results): string[] => [
  ...(throughput ? [throughputTable(throughput)] : []),
  ...(calls ? [requestsTable(calls), workTable(calls), searchTable(calls)] : []),
  ...(bundles ? [bundlesTable(bundles)] : []),
  ...(live ? [liveTable(live)] : []),
];

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
