import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { putApp } from '../../lib/wechat/apps.ts';
import { freePort } from '../../local/ports.ts';
import {
  ask,
  control,
  EATERS,
  eater,
  logIn,
  openCanteen,
  openStall,
  type StallFixture,
  someone,
} from '../support/canteen.ts';
import { openSockets, TestSocket } from '../support/sockets.ts';
import { changesOf, deliver, deliverMessages, heardBy, recordOf } from '../support/stream.ts';

const SEND = '/cgi-bin/message/subscribe/send';
const template_id = 'call-template';
const values = { thing1: '{sellerName}', character_string2: '{marchSn}', thing3: '{noteContent}' };

openCanteen();
openSockets();

let stall: StallFixture;
let marchSn: number;
let openid: string;
let eaterKey: string;
let logged: { level: string; message: string }[];

const of = (act: () => Promise<unknown>) => recordOf({ sellerId: stall.sellerId, marchSn }, act);
const fetchOne = () =>
  recordOf({ sellerId: stall.sellerId, marchSn: marchSn + 1 }, () =>
    ask('fetch', { sessionKey: stall.sessionKey }),
  );
const call = () => of(() => ask('call', { sessionKey: stall.sessionKey, marchSn }));
const done = () => of(() => ask('done', { sessionKey: stall.sessionKey, marchSn, isseller: 'yes' }));
const push = (more = {}) =>
  of(() =>
    ask('push', {
      sessionKey: eaterKey,
      sellerId: stall.sellerId,
      marchSn,
      noteContent: '牛肉面\n大份',
      ...more,
    }),
  );
const subscribed = async () => {
  await push({ subscribe: true });
  return call();
};
const messages = () => control().messages();
const asked = async () => (await control().calls()).filter(({ path }) => path === SEND).length;
const counts = async () => {
  const { messagesSent, messagesRefused } = await ask('stats', { sessionKey: stall.sessionKey });
  return [messagesSent, messagesRefused];
};
const soon = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 });
const failed = (record: { dynamodb?: { SequenceNumber?: string | undefined } | undefined }) => ({
  batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber }],
});
const DONE = { batchItemFailures: [] };

beforeAll(() => putApp({ ...EATERS, callTemplate: { id: template_id, values } }));
beforeEach(async () => {
  [stall, openid, logged] = [await openStall(), someone(), []];
  eaterKey = await logIn('no', openid);
  marchSn = (await ask('fetch', { sessionKey: stall.sessionKey })).marchSn as number;
  await Promise.all([control().clearMessages(), control().clearCalls()]);
  for (const level of ['warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line) => void logged.push(JSON.parse(line)));
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await control().clearFaults();
});

describe('the WeChat message of a call', () => {
  it('is sent once per call to the eater who asked for it, however often the stream delivers', async () => {
    const called = await subscribed();

    await Promise.all([deliverMessages(called), deliverMessages(called)]);
    expect(await deliverMessages(called)).toEqual(DONE);
    expect(await messages()).toEqual([
      {
        appid: EATERS.appid,
        touser: openid,
        template_id,
        page: `pages/qu/qu?sellerId=${stall.sellerId}`,
        miniprogram_state: 'formal',
        data: {
          thing1: { value: '麻辣香锅' },
          character_string2: { value: String(marchSn) },
          thing3: { value: '牛肉面 大份' },
        },
        at: expect.any(Number),
      },
    ]);
    await deliverMessages(await call());
    expect(await messages()).toHaveLength(2);
    expect(await counts()).toEqual([2, 0]);
  });

  it('is sent to no one who did not ask: the stream tells its Lambda of what moves a queue on, no more', async () => {
    const others = [await fetchOne(), await push()];
    const moves = [await call(), await done()];
    marchSn += 1;
    const noted = await push({ subscribe: true });
    const called = await call();
    const all = [...others, ...moves, noted, called];

    expect(await heardBy('messages', all)).toEqual([...moves, called]);
    expect(await heardBy('notify', all)).toHaveLength(6);
    expect(await deliverMessages(...others, ...moves, noted)).toEqual(DONE);
    expect(await messages()).toEqual([]);
  });

  it('opens the version of the mini-program that the app’s record names', async () => {
    await putApp({ ...EATERS, callTemplate: { id: template_id, values }, envVersion: 'trial' });
    await deliverMessages(await subscribed());
    await putApp({ ...EATERS, callTemplate: { id: template_id, values }, envVersion: 'develop' });
    await deliverMessages(await call());
    await putApp({ ...EATERS, callTemplate: { id: template_id, values } });

    const states = (await messages()).map(({ miniprogram_state }) => miniprogram_state);
    expect(states).toEqual(['trial', 'developer']);
  });

  it('that WeChat refuses is a warning in WeChat’s words, counted once, and not tried again', async () => {
    const errmsg = 'argument invalid! data.thing3.value invalid';
    await control().addFault({ path: SEND, kind: 'errcode', errcode: 47003, errmsg, times: 1 });
    const called = await subscribed();

    expect(await deliverMessages(called)).toEqual(DONE);
    expect(await deliverMessages(called)).toEqual(DONE);
    expect(logged).toEqual([
      {
        level: 'warn',
        message: 'WeChat refused a message',
        app: EATERS.id,
        sellerId: stall.sellerId,
        marchSn,
        occasion: 'call#1',
        path: SEND,
        errcode: 47003,
        rid: expect.stringMatching(/^\w{8}-\w{8}-\w{8}$/),
        reason: expect.stringContaining(`47003 ${errmsg}, rid: `),
      },
    ]);
    expect([await asked(), await counts()]).toEqual([1, [0, 1]]);
  });

  it('goes to nobody who withdrew, and says so', async () => {
    await control().subscribe({ appid: EATERS.appid, openid, template_id, accept: false });

    expect(await deliverMessages(await subscribed())).toEqual(DONE);
    expect(logged).toMatchObject([{ level: 'warn', errcode: 43101 }]);
    expect([await messages(), await counts()]).toEqual([[], [0, 1]]);
  });
});

describe('a WeChat that has a bad moment', () => {
  it('is asked again, and the message counts once', async () => {
    await control().addFault({ path: SEND, kind: 'errcode', errcode: -1, times: 1 });
    const called = await subscribed();

    expect(await deliverMessages(called)).toEqual(DONE);
    expect([await asked(), (await messages()).length, await counts()]).toEqual([2, 1, [1, 0]]);
  });

  it('keeps no push waiting: the next call reaches its watcher while WeChat hangs', async () => {
    await control().addFault({ path: SEND, kind: 'timeout', times: 1 });
    const hanging = deliverMessages(await subscribed());
    await vi.waitFor(async () => expect(await asked()).toBe(1));
    const socket = await new TestSocket().open({ sessionKey: await eater() });
    await socket.say({ query: 'watch', sellerId: stall.sellerId, marchSn });

    await deliver(await call());
    expect(socket.received()).toMatchObject([{ push: 'call', callCount: 2 }]);
    expect(await messages()).toEqual([]);
    await control().clearFaults();
    expect(await hanging).toEqual(DONE);
    expect(await messages()).toHaveLength(1);
  });

  it('that cannot be reached gets the message when the stream delivers again', async () => {
    const called = await subscribed();
    const { sendMessages } = await import('../../lib/callme/sending.ts');
    vi.stubEnv('WECHAT_API_BASE_URL', `http://127.0.0.1:${await freePort()}`);

    await expect(sendMessages(changesOf(called), [0])).rejects.toThrow('could not be asked');
    vi.unstubAllEnvs();
    expect(await deliverMessages(called)).toEqual(DONE);
    expect([(await messages()).length, await counts()]).toEqual([1, [1, 0]]);
  });

  it('whose answer is lost is asked once more, and then the message is given up, uncounted', async () => {
    await control().addFault({ path: SEND, kind: 'reset' });
    const called = await subscribed();

    expect(await deliverMessages(called)).toEqual(DONE);
    await control().clearFaults();
    expect(await deliverMessages(called)).toEqual(DONE);
    expect([await asked(), await messages(), await counts()]).toEqual([2, [], [0, 0]]);
    expect(logged.at(-1)).toMatchObject({ level: 'error', message: 'a message may be lost' });
  });

  it('that is slow is waited for, so that the message is none too many', async () => {
    await control().addFault({ path: SEND, kind: 'slow', ms: 3_500, times: 1 });

    expect(await deliverMessages(await subscribed())).toEqual(DONE);
    expect([await asked(), (await messages()).length, await counts()]).toEqual([1, 1, [1, 0]]);
  });

  it('is not told what has changed meanwhile, nor what is ten minutes old', async () => {
    const [called, again] = [await subscribed(), await call()];
    soon(11);
    expect(await deliverMessages(called)).toEqual(DONE);
    expect(await messages()).toEqual([]);
    expect(await deliverMessages(again)).toEqual(DONE);
    expect(await messages()).toHaveLength(1);

    const latest = await call();
    soon(601);
    expect(await deliverMessages(latest)).toEqual(DONE);
    expect(await messages()).toHaveLength(1);
    expect(logged).toMatchObject([{ level: 'warn', message: 'a message came too late', occasion: 'call#3' }]);
  });
});

describe('a sender that dies', () => {
  it('between WeChat’s answer and the note of it leaves the message to another, who waits for its lease', async () => {
    const { documents } = await import('../../lib/store/dynamodb.ts');
    const called = await subscribed();
    documents.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'TransactWriteItemsCommand' || commandName === 'TransactWriteCommand')
            throw new Error('gone');
          return next(args);
        },
      { step: 'initialize', name: 'dying' },
    );
    expect(await deliverMessages(called)).toEqual(failed(called));
    documents.middlewareStack.remove('dying');

    expect(await deliverMessages(called)).toEqual(failed(called));
    expect([(await messages()).length, await counts()]).toEqual([1, [0, 0]]);
    soon(200);
    // With one consent WeChat refuses the second.
    expect(await deliverMessages(called)).toEqual(DONE);
    expect([(await messages()).length, await counts()]).toEqual([2, [1, 0]]);
  });

  it('before it asked WeChat gives the message back', async () => {
    const { documents } = await import('../../lib/store/dynamodb.ts');
    const called = await subscribed();
    await control().expireTokens({ appid: EATERS.appid });
    documents.middlewareStack.add(
      (next) => async (args) => {
        if (JSON.stringify(args.input).includes('token#')) throw new Error('down');
        return next(args);
      },
      { step: 'initialize', name: 'failing' },
    );
    expect(await deliverMessages(called)).toEqual(failed(called));
    documents.middlewareStack.remove('failing');

    expect(await deliverMessages(called)).toEqual(DONE);
    expect([(await messages()).length, await counts()]).toEqual([1, [1, 0]]);
  });
});
