import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDynamoDB } from '../../local/dynamodb.ts';
import { freePort, freePorts, whyTaken } from '../../local/ports.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { type Product, ready, run, runNpm } from '../support/product.ts';
import { visit } from '../support/visit.ts';

const SEND = '/cgi-bin/message/subscribe/send';
let data: string;
let port: number;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'callme-start-'));
});
beforeEach(async () => {
  port = await freePorts(7);
});
afterAll(() => rm(data, { recursive: true, force: true }));

const start = (...args: string[]): Promise<Product> =>
  ready(run(['--data', data, ...args], { PORT: String(port) }), port);

const openPorts = async (): Promise<number[]> => {
  const ports = Array.from({ length: 7 }, (_, i) => port + i);
  const reasons = await Promise.all(ports.map(whyTaken));
  return ports.filter((_, i) => reasons[i] !== undefined);
};

/** Waits for what a process does soon after another has ended. */
const allClosed = () =>
  vi.waitFor(async () => expect(await openPorts()).toEqual([]), { timeout: 5_000, interval: 50 });

/** Resolves when somebody listens on a port, without taking it even for a moment. */
const connected = async (at: number): Promise<void> => {
  const socket = connect({ port: at, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.destroy();
};

/** The process that another one started with these arguments. */
const childOf = (parent: number | undefined, args: string): number => {
  const lines = execFileSync('ps', ['-Ao', 'pid=,ppid=,args=']).toString().split('\n');
  const processes = lines.map((line) => line.trim().split(/\s+/));
  const found = processes.find(
    ([, ppid, ...rest]) => Number(ppid) === parent && rest.join(' ').includes(args),
  );
  return Number(found?.[0]);
};

const ask = async (query: string, fields: object): Promise<Record<string, unknown>> => {
  const response = await fetch(`http://localhost:${port}/callme/${query}`, {
    method: 'POST',
    body: JSON.stringify(fields),
  });
  return (await response.json()) as Record<string, unknown>;
};

/** Logs the demo administrator in, against the running product. */
const logIn = async ({ wechat }: Product): Promise<string> => {
  const code = await controlWechat(wechat).login({ appid: 'wx-demo-seller', openid: 'demo-admin' });
  return (await ask('login', { isseller: 'yes', code })).sessionKey as string;
};

describe('npm start, asked for what there is not', () => {
  it.each(['abc', '0', '70000', '65530', '-1', '80.5'])('says that PORT=%s is no port', async (PORT) => {
    const { exited, output } = run([], { PORT });

    expect(await exited).toBe(1);
    expect(output()).toBe(
      `PORT is "${PORT}", which is no port for the HTTP API: choose a number from 1 to 65529, ` +
        'such as `PORT=4000 npm start` (in PowerShell `$env:PORT=4000; npm start`).\n',
    );
  });

  it('names the port that is in use, what it is for, and a way out', async () => {
    const other = createServer().listen(port + 3, '127.0.0.1');
    const { exited, output } = run(['--data', data], { PORT: String(port) });

    expect(await exited).toBe(1);
    expect(output()).toBe(
      `callme cannot use port ${port + 3} (DynamoDB): another program uses it. ` +
        `Choose other ports: \`PORT=${port + 1000} npm start\` (in PowerShell \`$env:PORT=${port + 1000}; npm start\`).\n`,
    );
    other.close();
  });

  it.each([['--nope'], ['nope'], ['--data'], ['--fresh=yes']])(
    'explains itself when given %s',
    async (arg) => {
      const { exited, output } = run([arg]);

      expect(await exited).toBe(1);
      expect(output()).toMatch(/^(Unknown option|Unexpected argument|Option) '.*\.\n\n/);
      expect(output()).toContain('Usage: npm start -- [options]');
    },
  );

  it('explains itself when asked to', async () => {
    const { exited, output } = run(['--help']);

    expect(await exited).toBe(0);
    expect(output()).toContain('Usage: npm start -- [options]');
  });

  it('says which server is not where the environment has it', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { exited, output } = run(['--data', data], { PORT: String(port), AWS_ENDPOINT_URL_DYNAMODB: url });

    expect(await exited).toBe(1);
    expect(output()).toMatch(
      `The DynamoDB at ${url} (AWS_ENDPOINT_URL_DYNAMODB) failed: connect ECONNREFUSED`,
    );
    await allClosed();
  });
});

describe('a platform without an embedded DynamoDB', () => {
  const { arch } = process;
  afterEach(() => {
    Object.defineProperty(process, 'arch', { value: arch });
    vi.unstubAllEnvs();
  });

  it('says so soon, and what to do, when npx fetches none', async () => {
    Object.defineProperty(process, 'arch', { value: 'abacus' });
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9');
    vi.stubEnv('npm_config_cache', data);

    await expect(startDynamoDB({ port })).rejects.toThrow(
      new RegExp(
        `^No embedded DynamoDB is installed for ${process.platform}-abacus, and npx could not fetch one: ` +
          'it ended with code 1 \\(request to .*\\)\\. Start another DynamoDB, .*AWS_ENDPOINT_URL_DYNAMODB',
      ),
    );
  });
});

// Windows knows no signals.
describe.skipIf(process.platform === 'win32')('npm start', () => {
  let sessionKey: string;

  /** Calls a number whose eater asked for a WeChat message. @returns the seller's session */
  const callSubscribed = async (product: Product): Promise<{ sessionKey: string }> => {
    const canteen = visit(product);
    const { sessionKey, sellerId } = await canteen.openStall();
    const { marchSn } = await canteen.ask('fetch', { sessionKey });
    const ticket = { sellerId, marchSn, noteContent: '面', subscribe: true };
    await canteen.ask('push', { sessionKey: await canteen.eater(), ...ticket });
    await canteen.ask('call', { sessionKey, marchSn });
    return { sessionKey };
  };

  it('ends cleanly with Ctrl-C, also when npm passes it on once more, and keeps its data', async () => {
    const first = await start();
    expect(first.output().trimEnd().split('\n').at(-1)).toBe(`callme is ready: http://localhost:${port}`);
    sessionKey = await logIn(first);
    const wechat = controlWechat(first.wechat);
    await wechat.addFault({ path: SEND, kind: 'timeout' });
    await callSubscribed(first);
    await vi.waitFor(async () => expect((await wechat.calls()).map(({ path }) => path)).toContain(SEND));
    const waiting = await callSubscribed(first);
    await vi.waitFor(async () => expect(await ask('stats', waiting)).toMatchObject({ called: 1 }));
    first.process.kill('SIGINT');
    first.process.kill('SIGINT');

    expect(await first.exited).toBe(0);
    expect(await openPorts()).toEqual([]);

    const second = await start();
    expect(await ask('admin', { sessionKey })).toMatchObject({ adminSuccess: 'success' });
    // One consumer of the stream had come further than the other: each goes on from its own place.
    await vi.waitFor(
      async () =>
        expect(await ask('stats', waiting)).toMatchObject({ fetched: 1, called: 1, messagesSent: 1 }),
      { timeout: 10_000 },
    );
    expect(await second.stop()).toBe(0);
  });

  it('forgets its data with --fresh, and lets no other start use them meanwhile', async () => {
    const product = await start('--fresh');
    expect(await ask('admin', { sessionKey })).toEqual({ queryErr: 'Session Time Out' });

    const other = run(['--data', data, '--fresh'], { PORT: String(await freePorts(7)) });
    expect(await other.exited).toBe(1);
    expect(other.output()).toBe(
      `A start with port ${port} (process ${product.process.pid}) uses the data in ${data}: stop it, ` +
        'or give this one a place of its own with `npm start -- --data <dir>`.\n',
    );
    expect(await product.stop()).toBe(0);
  });

  it.each([
    ['dynamodb', 'The embedded DynamoDB'],
    ['http', 'The functions (serverless-offline)'],
  ] as const)('names the process that died (%s), and stops everything else', async (server, name) => {
    const { process: main, exited, output } = await start();
    const marker = { dynamodb: `--port ${port + 3}`, http: `--httpPort ${port}` }[server];
    process.kill(childOf(main.pid, marker), 'SIGKILL');

    expect(await exited).toBe(1);
    const sentence = `${name} ended unexpectedly with SIGKILL; everything else is stopped.`;
    expect(output().trimEnd().split('\n').at(-1)).toBe(sentence);
    expect(await openPorts()).toEqual([]);
  });

  it('leaves nothing behind when it is killed itself', async () => {
    const product = await start();
    product.process.kill('SIGKILL');
    await allClosed();
  });

  it('ends when npm is ended alone', async () => {
    const npm = await ready(runNpm(['--data', data], { PORT: String(port) }), port);
    npm.process.kill('SIGTERM');
    await allClosed();
  });

  it.each([
    ['DynamoDB', 3],
    ['S3', 5],
    ['the functions', 2],
  ])('ends cleanly with Ctrl-C as soon as %s is there', async (_, offset) => {
    const { process: main, exited, output } = run(['--data', data], { PORT: String(port) });
    await vi.waitFor(() => connected(port + offset), { timeout: 10_000, interval: 5 });
    main.kill('SIGINT');

    expect(await exited).toBe(0);
    expect(output()).not.toMatch(/error|unexpected/i);
    expect(await openPorts()).toEqual([]);
  });
});
