import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from './child.ts';
import { Complaint } from './complaint.ts';
import { STAGE } from './environment.ts';
import { type Ports, ROOT } from './settings.ts';

/** Every function under serverless-offline, in a process of its own. */
export type Offline = Pick<Child, 'exited'>;

/** What the plugin says that brings changes of tickets to `notify`: it begins a moment after the HTTP API. */
const STREAMS_READY = 'Starting Offline Dynamodb Streams';
const PATIENCE = 60_000;

/**
 * Starts serverless-offline with the environment of this process, and waits until the HTTP API answers and the stream is read.
 * @param dynamodbPid the embedded DynamoDB, to end with it should this process be killed
 * @param verbose shows all that it says, not requests and logs alone
 * @throws Complaint with what it said last when it cannot be started
 */
export const startOffline = async (options: {
  ports: Ports;
  verbose: boolean;
  /** The folder that remembers how far each consumer has read the stream of changes. */
  streams: string;
  dynamodbPid: number | undefined;
}): Promise<Offline> => {
  const { ports, verbose, streams, dynamodbPid } = options;
  const said: string[] = [];
  let isReady = false;
  const reading = Promise.withResolvers<void>();
  const { exited } = startChild(process.execPath, command(ports), {
    cwd: ROOT,
    env: { ...process.env, STREAMS_CHECKPOINT: streams, CALLME_DYNAMODB_PID: String(dynamodbPid ?? 0) },
    leashed: true,
    onLine: (line) => {
      if (line.startsWith(STREAMS_READY)) reading.resolve();
      if (verbose) console.log(line);
      else if (isReady) show(line);
      else said.push(line);
    },
  });
  const ended = exited.then((how) => `it ended with ${how}`);
  const answered = Promise.all([
    waitForAnswer(`http://127.0.0.1:${ports.http}`),
    Promise.race([reading.promise, pause(PATIENCE, undefined, { ref: false })]),
  ]);
  const failure = await Promise.race([ended, answered.then(([failure]) => failure)]);
  if (failure)
    throw new Complaint(`The functions did not start: ${failure}.\n${said.slice(-20).join('\n').trim()}`);
  isReady = true;
  return { exited };
};

const command = ({ http, websocket, lambda }: Ports): string[] => [
  ...['--import', new URL('leash.ts', import.meta.url).href],
  createRequire(import.meta.url).resolve('serverless/bin/serverless.js'),
  ...['offline', 'start', '--stage', STAGE, '--noSponsor'],
  // A thread for each function takes fifty times as long in a rush.
  '--useInProcess',
  // `localhost` would be 127.0.0.1 on one machine and ::1 on another. Clients that are told `localhost` try both.
  ...['--host', '127.0.0.1', '--httpPort', String(http)],
  ...['--websocketPort', String(websocket), '--lambdaPort', String(lambda)],
];

/**
 * Of a request its address is enough, and of the simulated cabinets, which report all the time, not even that; the
 * functions' own lines are shown as they are.
 */
const show = (line: string): void => {
  if (line.trim() === '' || /^\(λ: .*\) RequestId: |^POST \/+device\/+report\/*$/.test(line)) return;
  console.log(line);
};

const waitForAnswer = async (url: string): Promise<string | undefined> => {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    try {
      const { status } = await fetch(url);
      return status < 500 ? undefined : `the HTTP API answers ${status}`;
    } catch {
      await pause(50);
    }
  }
  return `no answer within ${PATIENCE / 1000} seconds`;
};
