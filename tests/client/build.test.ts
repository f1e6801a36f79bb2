import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildClient, buildForMiniProgram } from '../../client/build.ts';

let folder: string;
const require = createRequire(import.meta.url);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callme-build-'));
  await buildClient(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(['callme.mjs', 'callme.cjs'])('%s', (name) => {
  it('weighs less than 8 KB gzipped', async () => {
    expect(gzipSync(await readFile(join(folder, name))).length).toBeLessThan(8 * 1024);
  });

  it('says nothing newer than ES2018', async () => {
    const text = await readFile(join(folder, name), 'utf8');

    expect(text).not.toMatch(/\?\?|\?\.[a-z([]|globalThis|replaceAll|\bfinally\(/i);
  });
});

it('can be imported and required', async () => {
  const imported = await import(join(folder, 'callme.mjs'));
  const required = require(join(folder, 'callme.cjs'));

  expect(Object.keys(imported).sort()).toEqual(['CallmeError', 'createCallme']);
  expect(Object.keys(required).sort()).toEqual(['CallmeError', 'createCallme']);
});

it('has types that need neither a browser’s nor WeChat’s', async () => {
  const app = `
    import { type Callme, CallmeError, createCallme } from './callme.mjs';
    const callme: Callme = createCallme({ url: '', as: 'eater' });
    const ready: boolean = (await callme.hungry({ sellerId: 1, marchSn: 2 })).ready;
    const note: string | null = (await callme.note(2)).noteContent;
    // @ts-expect-error a ticket has a number
    callme.watch({ sellerId: 1 }, { called: ({ callCount }) => callCount + Number(ready) });
    if (note === new CallmeError('Taken Error').failMsg) throw new CallmeError('Bad Answer');
    export {};`;
  await writeFile(join(folder, 'app.mts'), app);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2018', '--types', ''];

  expect(execFileSync(process.execPath, [tsc, ...options, 'app.mts'], { cwd: folder }).toString()).toBe('');
});

it('gives a mini-program its two files', async () => {
  const lib = join(folder, 'miniprogram', 'lib');
  await buildForMiniProgram(lib);

  expect((await readdir(lib)).sort()).toEqual(['callme.d.ts', 'callme.js']);
});
