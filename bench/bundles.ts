import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { isOverBundle } from './budget.ts';
import { type Bundle, buildAll } from './build.ts';
import { median } from './intervals.ts';

/** Milliseconds that an import took: of the importing thread's processor time, and by the clock. */
type Cost = { cpu: number; wall: number };

/** A function's bundle; ratios are to the baseline bundle of the same run. */
export type BundleRow = { name: string; hasWechat: boolean; size: number; sizeRatio: number } & Cost & {
    cpuRatio: number;
    wallRatio: number;
  };

const run = promisify(execFile);

const IMPORT = `
  const [cpu, wall] = [process.threadCpuUsage(), performance.now()];
  await import(process.argv[1]);
  const took = performance.now() - wall;
  const { user, system } = process.threadCpuUsage(cpu);
  console.log(JSON.stringify({ cpu: (user + system) / 1000, wall: took }));`;

/** Two imports, one right after the other. */
type Pair = { own: Cost; base: Cost };

/**
 * Bundles every function as a deployment does, and imports each `rounds` times in a fresh process. One that seems to
 * take too long is imported three times as often, and all its imports count: a busy machine is no reason to fail.
 */
export const measureBundles = async (
  directory: string,
  rounds: number,
): Promise<{ baseline: BundleRow; rows: BundleRow[] }> => {
  const { baseline, bundles } = await buildAll(directory);
  const toRow = rowMaker(baseline);
  const measured = await importAll(bundles, baseline, rounds);
  const rows: BundleRow[] = [];
  for (const [i, bundle] of bundles.entries()) {
    const pairs = measured[i] ?? [];
    const row = toRow(bundle, pairs);
    const isDoubtful = isOverBundle(row) && !isOverBundle({ ...row, cpuRatio: 1 });
    const [more = []] = isDoubtful ? await importAll([bundle], baseline, 2 * rounds) : [];
    rows.push(toRow(bundle, [...pairs, ...more]));
  }
  const bases = measured.flat().map(({ base }) => ({ own: base, base }));
  return { baseline: toRow(baseline, bases), rows };
};

/**
 * Imports all bundles in turn, round by round, and the baseline after every first of two: what keeps the machine busy
 * then meets both sides of a ratio.
 */
const importAll = async (bundles: Bundle[], baseline: Bundle, rounds: number): Promise<Pair[][]> => {
  const pairs = bundles.map((): Pair[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    for (let i = 0; i < bundles.length; i += 2) {
      const [first, second] = bundles.slice(i, i + 2) as [Bundle, Bundle?];
      const own = await importFresh(first);
      const base = await importFresh(baseline);
      pairs[i]?.push({ own, base });
      if (second) pairs[i + 1]?.push({ own: await importFresh(second), base });
    }
  }
  return pairs;
};

const rowMaker =
  (baseline: Bundle) =>
  ({ name, hasWechat, size }: Bundle, pairs: Pair[]): BundleRow => ({
    name,
    hasWechat,
    size,
    sizeRatio: size / baseline.size,
    cpu: median(pairs.map(({ own }) => own.cpu)),
    wall: median(pairs.map(({ own }) => own.wall)),
    cpuRatio: median(pairs.map(({ own, base }) => own.cpu / base.cpu)),
    wallRatio: median(pairs.map(({ own, base }) => own.wall / base.wall)),
  });

const importFresh = async ({ name, file }: Bundle): Promise<Cost> => {
  const args = ['--input-type=module', '--eval', IMPORT, pathToFileURL(file).href];
  const { NODE_OPTIONS, NODE_COMPILE_CACHE, ...env } = process.env;
  try {
    const { stdout } = await run(process.execPath, args, { env });
    return JSON.parse(stdout) as Cost;
  } catch (error) {
    // Node shows the line that failed, and a bundle is one line.
    const said = /^\w*Error.*$/m.exec((error as { stderr?: string }).stderr ?? String(error));
    throw new Error(
      `The bundle of ${name} cannot be imported: ${said?.[0].slice(0, 300) ?? 'for no stated reason'}`,
    );
  }
};
