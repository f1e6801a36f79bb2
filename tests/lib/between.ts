import { randomUUID } from 'node:crypto';
import { afterEach } from 'vitest';
import { documents } from '../../lib/store/dynamodb.ts';

type Input = Record<string, unknown>;
type Result = { response: unknown; output: Record<string, unknown> };

/** Stands between the store and DynamoDB: `pass` lets the request through, anything else is up to the test. */
type Middleman = (
  request: { command: string; input: Input },
  pass: (input?: Input) => Promise<Result>,
) => Promise<Result> | Result;

type Args = { input: Input };
type Layer = (
  next: (args: Args) => Promise<Result>,
  context: { commandName?: string },
) => (args: Args) => Promise<Result>;

/** The SDK types a layer by its step; here all steps are one. */
const stack = documents.middlewareStack as unknown as {
  add(layer: Layer, options: { step: string; priority?: string; name: string }): void;
  remove(name: string): boolean;
};

const present = new Set<string>();
afterEach(() => {
  for (const name of present) stack.remove(name);
  present.clear();
});

/**
 * Puts a middleman between the store and DynamoDB, until what it returns is called or the test ends.
 * `command`: in front of the SDK, which never sees what the middleman does. `try`: behind the SDK's retries, where the
 * network is.
 */
export const between = (where: 'command' | 'try', middleman: Middleman): (() => void) => {
  const name = randomUUID();
  present.add(name);
  const layer: Layer = (next, context) => async (args) =>
    middleman({ command: String(context.commandName).replace(/Command$/, ''), input: args.input }, (input) =>
      next(input ? { ...args, input } : args),
    );
  stack.add(layer, { step: where === 'command' ? 'initialize' : 'finalizeRequest', priority: 'low', name });
  return () => void stack.remove(name);
};

/** Counts the requests to DynamoDB that `act` makes, by command. */
export const countRequests = async (act: () => Promise<unknown>): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  const stop = between('command', ({ command }, pass) => {
    counts[command] = (counts[command] ?? 0) + 1;
    return pass();
  });
  try {
    await act();
  } finally {
    stop();
  }
  return counts;
};

/** An error as the SDK reports one of DynamoDB's. */
export const dynamoError = (name: string, more: object = {}): Error =>
  Object.assign(new Error(`made up: ${name}`), { name, $metadata: { httpStatusCode: 400 } }, more);

/** A connection that broke. */
export const brokenConnection = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
