import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
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
import { deliver, recordOf } from '../support/stream.ts';

openCanteen();
openSockets();
afterEach(() => void vi.useRealTimers());

let stall: StallFixture;
let marchSn: number;
const fetchOne = async () => (await ask('fetch', { sessionKey: stall.sessionKey })).marchSn as number;
const call = () =>
  recordOf({ sellerId: stall.sellerId, marchSn }, () =>
    ask('call', { sessionKey: stall.sessionKey, marchSn }),
  );
const watch = () => ({ query: 'watch', sellerId: stall.sellerId, marchSn });
const eaterSocket = async () => new TestSocket().open({ sessionKey: await eater() });

beforeEach(async () => {
  stall = await openStall();
  marchSn = await fetchOne();
});

describe('the WeChat message of a call', () => {
  const template_id = 'call-template';
  const openid = someone();
  let eaterKey: string;

  beforeAll(async () => {
    const { putApp } = await import('../../lib/wechat/apps.ts');
    const values = { thing1: '{sellerName}', character_string2: '{marchSn}', thing3: '{noteContent}' };
    await putApp({ ...EATERS, callTemplate: { id: template_id, values } });
    eaterKey = await logIn('no', openid);
  });
  beforeEach(() => control().clearMessages());

  const push = (more = {}) =>
    ask('push', {
      sessionKey: eaterKey,
      sellerId: stall.sellerId,
      marchSn,
      noteContent: '牛肉面\n大份',
      ...more,
    });

  it('is sent once per call to the eater who asked for it, however often the stream delivers', async () => {
    await push({ subscribe: true });
    const called = await call();

    await Promise.all([deliver(called), deliver(called)]);
    await deliver(called);
    expect(await control().messages()).toEqual([
      {
        appid: EATERS.appid,
        touser: openid,
        template_id,
        page: `pages/qu/qu?sellerId=${stall.sellerId}`,
        data: {
          thing1: { value: '麻辣香锅' },
          character_string2: { value: String(marchSn) },
          thing3: { value: '牛肉面 大份' },
        },
        at: expect.any(Number),
      },
    ]);
    await deliver(await call());
    expect(await control().messages()).toHaveLength(2);
  });

  it('is sent to no one who did not ask', async () => {
    await push();
    await deliver(await call());

    expect(await control().messages()).toEqual([]);
  });

  it('is counted and not tried again when WeChat refuses, and the rest goes on', async () => {
    await push({ subscribe: true });
    await control().subscribe({ appid: EATERS.appid, openid, template_id, accept: false });
    const socket = await eaterSocket();
    await socket.say(watch());
    const called = await call();

    expect(await deliver(called)).toEqual({ batchItemFailures: [] });
    expect(await deliver(called)).toEqual({ batchItemFailures: [] });
    expect((await control().calls()).filter(({ errcode }) => errcode === 43101)).toHaveLength(1);
    expect(socket.received()).toContainEqual({
      push: 'call',
      sellerId: stall.sellerId,
      marchSn,
      callCount: 1,
    });
  });
});
