import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isOverBundle, isOverCalls, isOverWork } from './budget.ts';
import { type BundleResults, bundlesTable, type CallResults, requestsTable, workTable } from './report.ts';
import { setEnvironment, startServers } from './servers.ts';

const HELP = `Measures every function against its budget. Exits with 1 when one is over.

Usage: npm run bench -- [options]

  --only calls    DynamoDB calls, capacity and own work of every query
  --only bundles  size and import time of every function
  --json          prints figures instead of tables
  --help          explains this`;

const RUNS = 100;
const ROUNDS = 11;

const main = async (): Promise<void> => {
  const { only, json, help } = readOptions();
  if (help) return console.log(HELP);

  const directory = mkdtempSync(join(tmpdir(), 'callme-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  // An exit in order: it ends what was started and removes what was written.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));

  const ports = await setEnvironment();
  const calls = only === 'bundles' ? undefined : await measureCalls(ports, directory);
  const bundles = only === 'calls' ? undefined : await measureBundles(directory);
  if (json) console.log(JSON.stringify({ calls, bundles }, null, 2));
  else console.log(tables(calls, bundles).join('\n\n'));

  const isOver =
    calls?.rows.some((row) => isOverCalls(row) || isOverWork(row)) || bundles?.rows.some(isOverBundle);
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
  if (values.only && !['calls', 'bundles'].includes(values.only)) throw new Error(HELP);
  return values;
};

const measureCalls = async (
  ports: Parameters<typeof startServers>[0],
  directory: string,
): Promise<CallResults> => {
  const servers = await startServers(ports, directory);
  // The functions' code reads the environment when it is imported.
  const { measureCalls: measure } = await import('./calls.ts');
  const results = await measure(RUNS);
  await servers.stop();
  return { runs: RUNS, ...results };
};

const measureBundles = async (directory: string): Promise<BundleResults> => {
  const { measureBundles: measure } = await import('./bundles.ts');
  return { rounds: ROUNDS, ...(await measure(join(directory, 'bundles'), ROUNDS)) };
};

const tables = (calls?: CallResults, bundles?: BundleResults): string[] => [
  ...(calls ? [requestsTable(calls), workTable(calls)] : []),
  ...(bundles ? [bundlesTable(bundles)] : []),
];

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
