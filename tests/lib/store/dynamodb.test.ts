import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { isBusy } from '../../../lib/store/busy.ts';
import { documents } from '../../../lib/store/dynamodb.ts';
import { type Key, readOne, write } from '../../../lib/store/store.ts';
import { freePort } from '../../../local/ports.ts';
import { between, dynamoError } from '../between.ts';

const key: Key = { table: setting('CALLME_TABLE'), pk: 'busy', sk: 'item' };
const named = (name: string) => dynamoError(name);
const coded = (code: string) => Object.assign(new Error('made up'), { code });
const answered = (httpStatusCode: number) =>
  Object.assign(new Error('made up'), { $metadata: { httpStatusCode } });
const cancelled = (...codes: string[]) =>
  dynamoError('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

/** Sends the tries that `isMeant` to another port, which stands for a DynamoDB that is not there. */
const divert = (port: number, isMeant = (_attempt: number) => true) => {
  let tries = 0;
  const name = 'divert';
  documents.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { hostname: string; port?: number };
      tries += 1;
      if (isMeant(tries)) return next({ ...args, request: Object.assign(request, { port }) });
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name },
  );
  return { tries: () => tries, stop: () => documents.middlewareStack.remove(name) };
};

const failureOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  );

afterEach(() => void vi.restoreAllMocks());

describe('isBusy', () => {
  it.each([
    ['an unreachable host', coded('ECONNREFUSED')],
    ['a broken connection', coded('ECONNRESET')],
    ['a closed pipe', coded('EPIPE')],
    ['a slow connection', coded('ETIMEDOUT')],
    ['an unknown host', coded('ENOTFOUND')],
    ['a name server that does not answer', coded('EAI_AGAIN')],
    ['a timeout of the SDK', named('TimeoutError')],
    ['an abort of the SDK', named('AbortError')],
    ['throttling of a table', named('ProvisionedThroughputExceededException')],
    ['throttling of an account', named('RequestLimitExceeded')],
    ['throttling', named('ThrottlingException')],
    ['a repeated transaction still at work', named('TransactionInProgressException')],
    ['a transaction at work on an item', named('TransactionConflictException')],
    ['a transaction in another one’s way', cancelled('None', 'TransactionConflict')],
    ['a throttled transaction', cancelled('ThrottlingError')],
    ['a transaction over the throughput', cancelled('ProvisionedThroughputExceeded', 'None')],
    ['a failure of DynamoDB’s own', named('InternalServerError')],
    ['S3’s wish for fewer requests', named('SlowDown')],
    ['S3’s timeout', named('RequestTimeout')],
    ['HTTP 500', answered(500)],
    ['HTTP 503', answered(503)],
    [
      'a failed fetch, which has the reason as its cause',
      new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }),
    ],
    ['one broken address of several', new AggregateError([new Error('x'), coded('ECONNREFUSED')])],
  ])('is true for %s', (_, error) => {
    expect(isBusy(error)).toBe(true);
  });

  it.each([
    ['a programming error', new TypeError('x is undefined')],
    ['a request that is wrong', named('ValidationException')],
    ['a failed condition', named('ConditionalCheckFailedException')],
    ['a cancelled transaction whose condition failed', cancelled('ConditionalCheckFailed', 'None')],
    ['a cancelled transaction that is wrong', cancelled('ValidationError')],
    ['a table that is not there', named('ResourceNotFoundException')],
    ['a missing permission', named('AccessDeniedException')],
    ['wrong credentials', named('UnrecognizedClientException')],
    ['a wrong address', coded('ERR_INVALID_URL')],
    ['HTTP 400', answered(400)],
    ['HTTP 404', answered(404)],
    ['several errors of which none is', new AggregateError([new Error('x')])],
    ['a text', 'ECONNREFUSED'],
    ['a thrown object', { code: 'ECONNREFUSED' }],
    ['nothing', undefined],
    ['null', null],
  ])('is false for %s', (_, error) => {
    expect(isBusy(error)).toBe(false);
  });
});

describe('a DynamoDB that', () => {
  it('is not there is busy, after three tries', async () => {
    const { tries, stop } = divert(await freePort());

    const failures = await Promise.all([failureOf(readOne(key)), failureOf(write({ put: key, item: {} }))]);
    stop();

    expect(failures.map(isBusy)).toEqual([true, true]);
    expect(tries()).toBe(6);
  });

  it('throttles without end is busy', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const stop = between('try', () => Promise.reject(dynamoError('ThrottlingException')));

    const failure = await failureOf(readOne(key));
    stop();

    expect(isBusy(failure)).toBe(true);
  });

  it('refuses a request is not busy', async () => {
    expect(isBusy(await failureOf(readOne({ table: key.table, pk: '' })))).toBe(false);
    expect(isBusy(await failureOf(readOne({ table: 'no-such-table', pk: 'x' })))).toBe(false);
  });

  it('takes a request and never answers is cut off, and asked again', async () => {
    await write({ put: key, item: { n: 1 } });
    const silent = createServer(() => undefined);
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port));
    });
    const { tries, stop } = divert(port, (attempt) => attempt === 1);

    const item = await Promise.race([
      readOne(key),
      new Promise((resolve) => setTimeout(resolve, 9_000, 'no answer')),
    ]);
    stop();
    silent.close();

    expect(item).toMatchObject({ n: 1 });
    expect(tries()).toBe(2);
  });

  it('is slow in a burst is asked once each: what waits for its turn is not cut off', async () => {
    const slow = createHttpServer((_, response) => setTimeout(() => response.end('{}'), 250));
    const port = await new Promise<number>((resolve) => {
      slow.listen(0, '127.0.0.1', () => resolve((slow.address() as { port: number }).port));
    });
    const { tries, stop } = divert(port);

    // The last of them are sent 5 seconds after they were asked for, and a try may take 4.
    await Promise.all(Array.from({ length: 1_000 }, () => write({ update: key, add: { n: 1 } })));
    stop();
    slow.closeAllConnections();
    slow.close();

    expect(tries()).toBe(1_000);
  });
});
