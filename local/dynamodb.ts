import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';

/** A DynamoDB that runs on this machine. `exited` settles when it ends, whoever ended it. */
export type EmbeddedDynamoDB = { url: string; exited: Promise<string>; stop: () => Promise<void> };

const PATIENCE = 60_000;

/**
 * Starts the embedded DynamoDB and waits until it answers.
 * @param file where the data is kept; without it, in memory
 * @throws Error with a sentence for the user when it cannot be started
 */
export const startDynamoDB = async ({
  port,
  file,
}: {
  port: number;
  file?: string;
}): Promise<EmbeddedDynamoDB> => {
  const [command, ...args] = dynoxide();
  const child = spawn(command, [...args, '--port', String(port), ...(file ? ['--db-path', file] : [])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  const exited = waitForExit(child);
  const url = `http://127.0.0.1:${port}`;
  const failure = await Promise.race([exited, waitForAnswer(url)]);
  if (failure) {
    child.kill();
    throw new Error(
      `The embedded DynamoDB did not start: ${failure}. ` +
        'Set AWS_ENDPOINT_URL_DYNAMODB to use another one, such as DynamoDB Local in Docker.',
    );
  }
  return {
    url,
    exited,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
};

/** The binary that npm installed for this platform, or npm's own way of fetching one. */
const dynoxide = (): [string, ...string[]] => {
  try {
    return [createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`)];
  } catch {
    return ['npx', '--yes', 'dynoxide'];
  }
};

const waitForExit = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let last = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      last = chunk.toString().trim() || last;
    });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(`it ended with ${signal ?? code}${last ? ` (${last})` : ''}`),
    );
  });

const waitForAnswer = async (url: string): Promise<string | undefined> => {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    try {
      await fetch(url);
      return undefined;
    } catch {
      await pause(20);
    }
  }
  return `no answer within ${PATIENCE / 1000} seconds`;
};
