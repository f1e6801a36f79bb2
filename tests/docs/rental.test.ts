import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pathOf } from '../../lib/http/route-keys.ts';
import { ADDRESSES } from '../../lib/rental/addresses.ts';
import { sign } from '../../lib/rental/signature.ts';
import { BEHAVIOURS } from '../../local/cabinet/behaviours.ts';
import { blocks, read } from './markdown.ts';

const reference = read('docs/rental.md');
const [SECRET, PATH] = ['example-secret', '/device/result'] as const;
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('docs/rental.md', () => {
  it('names every error that the code knows', () => {
    const outcomes = read('lib/rental/outcome.ts').matchAll(/^ {2}\| '(.+)'/gm);
    const problems = read('lib/rental/wording.ts').matchAll(/: '([a-z ]+)',$/gm);
    const words = [...outcomes, ...problems].map(([, word = '']) => word).concat(said());

    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((word) => !reference.includes(`error: ${word}`))).toEqual([]);
  });

  it('names no error that the code does not know', () => {
    const code = ['outcome', 'wording']
      .map((name) => read(`lib/rental/${name}.ts`))
      .concat(said())
      .join('');
    const named = Array.from(reference.matchAll(/error: ([a-z][a-z_ :]*[a-z])/g), ([, word = '']) => word);

    expect([...new Set(named)].filter((word) => word !== 'weixin' && !code.includes(word))).toEqual([]);
  });

  it('has every address', () => {
    const addresses = Object.keys(ADDRESSES).map((routeKey) =>
      pathOf(routeKey).replace('{page_length}', '{n}').replace('{page_id}', '{p}'),
    );

    expect(addresses.filter((address) => !reference.includes(address))).toEqual([]);
  });

  it('has every behaviour of the simulated cabinets', () => {
    expect(BEHAVIOURS.filter((behaviour) => !reference.includes(`| \`${behaviour}\``))).toEqual([]);
  });

  it('has the signature of its example', () => {
    const [example = '', signature = ''] = blocks(reference)
      .filter(({ language }) => language === 'text')
      .map(({ code }) => code.trim());
    const [, timeText = '', body = ''] = /^X-Device-Time: (\d+)\n(.+)$/.exec(example) ?? [];

    expect(signature).toBe(createHmac('sha256', SECRET).update(`${timeText}${PATH}${body}`).digest('hex'));
    expect(signature).toBe(sign(SECRET, { timeText, path: PATH, body: Buffer.from(body) }));
  });

  it('shows how to sign in Node', () => {
    const code = blocks(reference).find((block) => block.code.includes('createHmac'))?.code;
    const script = `${code}
globalThis.fetch = (_, sent) => console.log(JSON.stringify(sent));
send('https://api.example.com', 'bjtu-1', '${SECRET}', '${PATH}', { commandId: 'c-1', ok: true });`;

    expectSigned(printed(process.execPath, ['--input-type=module', '--eval', script]));
  });

  it.runIf(hasPython)('shows how to sign in Python', () => {
    const code = blocks(reference).find(({ language }) => language === 'python')?.code;
    const script = `${code}
urllib.request.urlopen = lambda r: print(json.dumps({"headers": dict(r.header_items()), "body": r.data.decode()}))
send("https://api.example.com", "bjtu-1", "${SECRET}", "${PATH}", {"commandId": "c-1", "ok": True})`;

    expectSigned(printed('python3', ['-c', script]));
  });
});

/** What stands after `weixin: ` when WeChat said nothing itself. */
const said = (): string[] =>
  Array.from(
    read('lib/rental/login.ts').matchAll(/said: .*?'([a-z ]+)'/g),
    ([, words = '']) => `weixin: ${words}`,
  );

type Sent = { headers: Record<string, string>; body: string };

/** What a program prints of the request that it would send. */
const printed = (program: string, args: string[]): Sent =>
  JSON.parse(execFileSync(program, args).toString()) as Sent;

const expectSigned = ({ headers, body }: Sent): void => {
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const timeText = given['x-device-time'] ?? '';
  const signature = sign(SECRET, { timeText, path: PATH, body: Buffer.from(body) });
  expect(JSON.parse(body)).toEqual({ commandId: 'c-1', ok: true });
  expect(given).toMatchObject({ 'x-device-id': 'bjtu-1', 'x-device-signature': signature });
};
