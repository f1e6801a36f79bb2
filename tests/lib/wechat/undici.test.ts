import { readFile } from 'node:fs/promises';
import * as undici from 'undici';
import { expect, it } from 'vitest';
import * as parts from '../../../lib/wechat/undici.ts';

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'));

it('is one version, to the letter: its parts are no public interface', async () => {
  const { dependencies } = await read('package.json');

  expect(dependencies.undici).toMatch(/^\d+\.\d+\.\d+$/);
  expect((await read('node_modules/undici/package.json')).version).toBe(dependencies.undici);
});

it('has the very parts that the whole hands out', () => {
  expect(parts.Agent).toBe(undici.Agent);
  expect(parts.errors.UndiciError).toBe(undici.errors.UndiciError);
  expect(parts.setGlobalDispatcher).toBe(undici.setGlobalDispatcher);
});
