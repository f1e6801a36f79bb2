import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';
import { type Block, blocks, read } from './markdown.ts';

/** The sections to paste: the introduction is 0, "Run it" 1. How many of their blocks print something. */
const WALKS = [
  { section: 2, printing: 5 },
  { section: 6, printing: 4 },
];
const MARK = '--- end of a block ---';

const run = promisify(execFile);
const hasShell = spawnSync('sh', ['-c', 'command -v curl && command -v sed']).status === 0;

let stop: Product['stop'] | undefined;
afterEach(async () => void (await stop?.()));

// Windows without Git Bash has no shell to paste into.
describe.runIf(hasShell)('the walks of README.md', () => {
  // The Chinese one has the same code, which readme.test.ts sees to.
  it('print what it says when they are pasted', async () => {
    const product = await startProduct();
    stop = product.stop;
    for (const { section, printing } of WALKS) {
      const walk = blocks(read('README.md')).filter((block) => block.section === section);
      const steps = walk.filter(({ language }) => language === 'sh');

      const printed = await paste(steps, product.port);

      const pairs = Array(printing).fill(['sh', 'text']).flat();
      expect(walk.map(({ language }) => language)).toEqual(['sh', ...pairs]);
      const texts = walk.filter(({ language }) => language === 'text').map(({ code }) => code);
      expect(printed).toEqual(['', ...texts.map((text) => withoutChance(atPorts(text, product.port)))]);
    }
  }, 60_000);
});

/** Runs blocks one after another in one shell, and returns what each printed. */
const paste = async (steps: Block[], port: number): Promise<string[]> => {
  const script = steps.map(({ code }) => `${code}echo '${MARK}'\n`).join('');
  const { stdout, stderr } = await run('sh', ['-c', atPorts(script, port)]);
  expect(stderr).toBe('');
  return stdout.split(`${MARK}\n`).slice(0, -1).map(withoutChance);
};

/** The README speaks of the ports that a user has, 3000 and those behind it; a test has others. */
const atPorts = (text: string, port: number): string =>
  text.replaceAll(/(localhost(?::|%3A))300(\d)/g, (_, host, digit) => `${host}${port + Number(digit)}`);

/** What is another one each time: keys, ids and times. */
const withoutChance = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{40}/g, '<session key>')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/"[0-9a-f]{8}-[0-9a-f]{4}"/g, '"<ticketId>"')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
