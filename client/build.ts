import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

/**
 * Builds the client: `callme.mjs` for `import`, `callme.cjs` for `require`, and the types of both. With a folder it
 * builds there what a mini-program takes in, `callme.js` and `callme.d.ts`:
 *
 *   npm run build:client
 *   npm run build:client -- ../my-mini-program/miniprogram/lib
 */
export const buildClient = async (outdir = join(HERE, 'dist')): Promise<void> => {
  const [types] = await Promise.all([
    declare(),
    bundle('esm', join(outdir, 'callme.mjs')),
    bundle('cjs', join(outdir, 'callme.cjs')),
  ]);
  await Promise.all(['d.mts', 'd.cts'].map((ending) => writeFile(join(outdir, `callme.${ending}`), types)));
};

/** Builds what a mini-program takes in: WeChat's tools know CommonJS by the name `.js` only. */
export const buildForMiniProgram = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const [types] = await Promise.all([declare(), bundle('cjs', join(folder, 'callme.js'))]);
  await writeFile(join(folder, 'callme.d.ts'), types);
};

const HERE = import.meta.dirname;

/** The modules that say what the client offers, in an order in which one file can say it. */
const PUBLIC = ['error', 'answers', 'transport', 'client', 'callme'];

const bundle = async (format: 'esm' | 'cjs', outfile: string): Promise<void> => {
  await build({
    entryPoints: [join(HERE, 'callme.ts')],
    outfile,
    format,
    bundle: true,
    minify: true,
    target: 'es2018',
    charset: 'utf8',
    logLevel: 'warning',
  });
};

/** The types in one file: what the compiler declares of each public module, without what they import of each other. */
const declare = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'callme-client-'));
  try {
    await compile(directory);
    const texts = await Promise.all(PUBLIC.map((name) => readFile(join(directory, `${name}.d.ts`), 'utf8')));
    return texts
      .join('\n')
      .replaceAll(/^import [^;]+;\n/gm, '')
      .replaceAll(/^export (type )?(\*|\{[^}]*\})[^;]*;\n/gm, '');
  } finally {
    await rm(directory, { recursive: true });
  }
};

const compile = async (outDir: string): Promise<void> => {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', outDir];
  const project = ['--project', join(HERE, 'tsconfig.json')];
  await promisify(execFile)(process.execPath, [join(typescript, 'bin', 'tsc'), ...project, ...options]);
};

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  await (folder ? buildForMiniProgram(folder) : buildClient());
}
