import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../local/ports.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A run of `npm start`. `exited` settles with its exit code, or the signal that ended it. */
export type Run = { process: ChildProcess; output: () => string; exited: Promise<number | string> };

/** The whole product, started as its user starts it. */
export type Product = Run & {
  port: number;
  url: string;
  wechat: string;
  stop: () => Promise<number | string>;
};

/** An environment without what a test run has put into its own. */
export const cleanEnvironment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(AWS_|WECHAT_|H5_|VITEST|npm_|NODE_ENV$|PORT$)|_(TABLE|BUCKET)$/.test(name),
    ),
  ),
  ...more,
});

/** Runs `node local/start.ts` and collects what it prints. */
export const run = (args: string[], env: NodeJS.ProcessEnv = {}): Run =>
  watch(
    spawn(process.execPath, [join(ROOT, 'local/start.ts'), ...args], {
      cwd: ROOT,
      env: cleanEnvironment(env),
    }),
  );

/** Runs `npm start`. */
export const runNpm = (args: string[], env: NodeJS.ProcessEnv = {}): Run =>
  watch(spawn('npm', ['start', '--', ...args], { cwd: ROOT, env: cleanEnvironment(env) }));

/** Waits until a run says that the product is ready. */
export const ready = async (started: Run, port: number): Promise<Product> => {
  const line = `callme is ready: http://localhost:${port}\n`;
  while (!started.output().includes(line)) {
    const ended = await Promise.race([
      started.exited,
      once(started.process.stdout as object as EventTarget, 'data'),
    ]);
    if (!Array.isArray(ended)) throw new Error(`npm start ended with ${ended}:\n${started.output()}`);
  }
  return {
    ...started,
    port,
    url: `http://localhost:${port}`,
    wechat: `http://127.0.0.1:${port + 4}`,
    stop: () => {
      started.process.kill('SIGTERM');
      return started.exited;
    },
  };
};

/** Starts the product on free ports with data of its own, which go with it. */
export const startProduct = async (): Promise<Product> => {
  const data = await mkdtemp(join(tmpdir(), 'callme-product-'));
  const port = await freePorts(7);
  const product = await ready(run(['--data', data], { PORT: String(port) }), port);
  const stop = async () => {
    const code = await product.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
    return code;
  };
  return { ...product, stop };
};

const watch = (child: ChildProcess): Run => {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exited = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code ?? 'nothing'));
  });
  return { process: child, output: () => output, exited };
};
