import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { type ChildOptions, startChild } from './child.ts';
import { Complaint } from './complaint.ts';

/** A DynamoDB that runs on this machine. `exited` settles when it ends, whoever ended it. */
export type EmbeddedDynamoDB = {
  url: string;
  pid: number;
  exited: Promise<string>;
  stop: () => Promise<void>;
};

type Command = { command: string; args: string[] } & Pick<ChildOptions, 'shell' | 'env'>;

/** Long enough for npx to fetch 7 MB over a slow line. */
const PATIENCE = 60_000;
const NPM_REASON = /^npm (?:error|ERR!) (?:network |FetchError: )?(\d{3} .+|request to .+)$/;
const DAMAGED = 'If its data are damaged, `npm start -- --fresh` begins anew.';
const ELSEWHERE =
  'Start another DynamoDB, for example `docker run -p 8000:8000 amazon/dynamodb-local`, ' +
  'and set AWS_ENDPOINT_URL_DYNAMODB to its address (http://127.0.0.1:8000).';

/**
 * Starts the embedded DynamoDB and waits until it answers.
 * @param file where the data is kept; without it, in memory
 * @throws Complaint when it cannot be started
 */
export const startDynamoDB = async (options: { port: number; file?: string }): Promise<EmbeddedDynamoDB> => {
  const { port, file } = options;
  const { command, args, ...how } = dynoxide(['--port', String(port), ...(file ? ['--db-path', file] : [])]);
  const said: string[] = [];
  const { pid, exited, stop } = startChild(command, args, {
    ...how,
    onLine: (line) => said.push(line) > 30 && said.shift(),
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = exited.then((how) => `it ended with ${how}${said.length > 0 ? ` (${reason(said)})` : ''}`);
  const failure = await Promise.race([ended, waitForAnswer(url)]);
  if (!failure) return { url, pid, exited, stop };

  await stop();
  throw new Complaint(
    how.env
      ? `No embedded DynamoDB is installed for ${process.platform}-${process.arch}, and npx could not fetch one: ` +
          `${failure}. ${ELSEWHERE}`
      : `The embedded DynamoDB did not start: ${failure}. ${file ? DAMAGED : ELSEWHERE}`,
  );
};

/** The binary that npm installed for this platform, or npm's own way of fetching one. */
const dynoxide = (args: string[]): Command => {
  const isWindows = process.platform === 'win32';
  const binary = `@dynoxide/${process.platform}-${process.arch}/dynoxide${isWindows ? '.exe' : ''}`;
  try {
    return { command: createRequire(import.meta.url).resolve(binary), args };
  } catch {
    return {
      command: 'npx',
      args: ['--yes', 'dynoxide@1', ...(isWindows ? args.map((arg) => `"${arg}"`) : args)],
      shell: isWindows,
      env: {
        ...process.env,
        // Without a network npm tries for minutes, and says why it gave up only if its caller was not told to be silent.
        npm_config_fetch_retries: '0',
        npm_config_fetch_timeout: '20000',
        npm_config_loglevel: 'error',
      },
    };
  }
};

/** What tells most of the last lines: npm's own reason, else the last one. */
const reason = (said: string[]): string => {
  const npm = said.map((line) => NPM_REASON.exec(line)?.[1]).find((why) => why !== undefined);
  return npm ?? said.at(-1) ?? '';
};

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
