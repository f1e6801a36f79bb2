import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { handler as reportHandler } from '../../functions/rental/device_report.ts';
import { apiEvent, invoke } from '../support/api.ts';
import { borrower, get, latestOf, openRental, pass, TestCabinet } from '../support/rental.ts';

openRental();
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;
const REFUSED = { status: 403, raw: '{"status":"error: invalid signature"}' };
const told = async (cabinet: TestCabinet) => JSON.stringify(await cabinet.shown());

describe('GET /device/list', () => {
  it('shows what a cabinet last reported, to anyone', async () => {
    const cabinet = await TestCabinet.open({ name: '北交2' });

    expect(await cabinet.shown()).toEqual({
      deviceID: cabinet.deviceID,
      name: '北交2',
      location: { x: 116.34, y: 39.95 },
      workingTime: '08:00-22:00',
      lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      online: true,
      captchas: ['042'],
      doors: [{ opened: false }],
      instruments: [{ typeID: 'ball', typeName: '篮球', total: 4, remained: 3 }],
    });
  });

  it('shows a cabinet that never reported as offline and empty', async () => {
    const { addDevice } = await import('../../lib/rental/devices.ts');
    const { deviceID, secret, ...rest } = Object.assign(new TestCabinet(), {
      shown: TestCabinet.prototype.shown,
    });
    await addDevice({ deviceID, secret, name: rest.name, location: { x: 1, y: 2 } });
    const { body } = await get('device_list');
    const shown = (body.devices as { deviceID: string }[]).find((one) => one.deviceID === deviceID);

    expect(shown).toMatchObject({ online: false, lastUpdate: null, workingTime: null });
    expect(shown).toMatchObject({ captchas: [], doors: [], instruments: [] });
  });

  it('tells no secret, nor who is waiting', async () => {
    const cabinet = await TestCabinet.open();
    const user = await borrower();
    await cabinet.rentTo(user);

    const { raw } = await get('device_list');

    expect(raw).not.toContain('secret');
    expect(raw).not.toContain(user.userid);
    expect(raw).not.toContain('waiting');
  });

  it('shows a cabinet as offline when it has not reported for 2 minutes', async () => {
    const cabinet = await TestCabinet.open();

    pass(2 * MINUTE - 1_000);
    expect(await cabinet.shown()).toMatchObject({ online: true });
    pass(1_000);
    expect(await cabinet.shown()).toMatchObject({ online: false });
    await cabinet.report();
    expect(await cabinet.shown()).toMatchObject({ online: true });
  });

  it('shows never less than 0 nor more than all, whatever a cabinet says', async () => {
    const instruments = [{ typeID: 'ball', typeName: '篮球', total: 2, remained: 5 }];
    const cabinet = await TestCabinet.open({ instruments });

    expect(await cabinet.stock()).toBe(2);
  });
});

describe('POST /device/report', () => {
  it('answers with what the cabinet is asked for, until it has answered', async () => {
    const cabinet = await TestCabinet.open();
    const user = await borrower();
    expect((await cabinet.send('report', cabinet.news)).body).toEqual({ status: 'accepted', commands: [] });
    await cabinet.rentTo(user);
    const { uuid, time } = await latestOf(user);
    const expires = new Date(Date.parse(time as string) + MINUTE).toISOString();

    const [first, second] = [await cabinet.report(), await cabinet.report()];

    expect(first).toEqual([{ id: expect.any(String), kind: 'rent', typeID: 'ball', uuid, expires }]);
    expect(second).toEqual(first);
    await cabinet.result(first[0]?.id, true);
    expect(await cabinet.report()).toEqual([]);
  });

  it('asks no more once a command has expired', async () => {
    const cabinet = await TestCabinet.open();
    await cabinet.rentTo(await borrower());

    pass(MINUTE);
    expect(await cabinet.report()).toEqual([]);
  });

  it('takes the time in seconds as well as in milliseconds', async () => {
    const cabinet = await TestCabinet.open();
    pass(2_000);
    const headers = { 'x-device-time': String(Math.floor(Date.now() / 1000)) };
    cabinet.captchas = ['111'];

    expect(await cabinet.send('report', cabinet.news, { headers })).toMatchObject({ status: 200 });
    expect(await cabinet.shown()).toMatchObject({ captchas: ['111'] });
  });

  it('takes no older stock for a newer one; what it shows goes by our clock', async () => {
    const cabinet = await TestCabinet.open();
    const before = cabinet.news;
    const then = Date.now();
    pass(1_000);
    cabinet.move('rent');
    await cabinet.report();
    pass(1_000);

    const shown = { captchas: ['777'], doors: [{ opened: true }], workingTime: 'closed' };
    const late = await cabinet.send('report', { ...before, ...shown }, { at: then });
    expect(late).toMatchObject({ status: 200 });
    expect(await cabinet.shown()).toMatchObject({ ...shown, lastUpdate: new Date().toISOString() });
    expect(await cabinet.stock()).toBe(2);
  });

  it.each([2 ** 53 - 1, 1 - 2 ** 53, 0, 8.5, 1e-130])(
    'takes the working time %d as it is',
    async (workingTime) => {
      const cabinet = await TestCabinet.open();

      await cabinet.send('report', { ...cabinet.news, workingTime });
      expect(await cabinet.shown()).toMatchObject({ workingTime });
    },
  );

  it.each([
    ['no captcha', { captchas: [] }, 'captchas'],
    ['three captchas', { captchas: ['000', '111', '222'] }, 'captchas'],
    ['a captcha that is no three digits', { captchas: ['12'] }, 'captchas'],
    ['a number for a captcha', { captchas: [123] }, 'captchas'],
    ['no doors', { doors: undefined }, 'doors'],
    ['a door that is neither open nor closed', { doors: [{ opened: 'yes' }] }, 'doors'],
    ['too many doors', { doors: Array(201).fill({ opened: true }) }, 'doors'],
    [
      'a type twice',
      { instruments: Array(2).fill({ typeID: 'a', typeName: 'A', total: 1, remained: 1 }) },
      'instruments',
    ],
    [
      'less than nothing',
      { instruments: [{ typeID: 'a', typeName: 'A', total: 1, remained: -1 }] },
      'instruments',
    ],
    ['a type without a name', { instruments: [{ typeID: 'a', total: 1, remained: 1 }] }, 'instruments'],
    ['a long working time', { workingTime: 'x'.repeat(101) }, 'workingTime'],
    ['a working time of 2^53', { workingTime: 2 ** 53 }, 'workingTime'],
    ['a working time of -2^53', { workingTime: -(2 ** 53) }, 'workingTime'],
    ['a working time that is too near to 0', { workingTime: 1e-131 }, 'workingTime'],
    ['something else than ids that are answered', { answered: [1] }, 'answered'],
    ['too many ids that are answered', { answered: Array(1_001).fill('x') }, 'answered'],
  ])('answers 400 to %s, and changes nothing', async (_, change, field) => {
    const cabinet = await TestCabinet.open();
    const before = await told(cabinet);

    const reply = await cabinet.send('report', { ...cabinet.news, ...change });

    expect(reply).toMatchObject({ status: 400, body: { status: 'error: invalid request', field } });
    expect(await told(cabinet)).toBe(before);
  });

  it.each(['{"captchas":', '[]', ''])('answers 400 to the signed body %j', async (body) => {
    const cabinet = await TestCabinet.open();

    expect(await cabinet.send('report', body)).toMatchObject({
      status: 400,
      body: { status: 'error: invalid request' },
    });
  });
});

describe.each(['report', 'result'] as const)(
  'POST /device/%s answers 403 error: invalid signature',
  (name) => {
    /** A cabinet that is asked for something, a body that would count, and what must not change. */
    const asked = async () => {
      const cabinet = await TestCabinet.open();
      const user = await borrower();
      await cabinet.rentTo(user);
      const [command] = await cabinet.report();
      const body =
        name === 'report' ? { ...cabinet.news, captchas: ['999'] } : { commandId: command?.id, ok: true };
      const state = async () => JSON.stringify([await cabinet.shown(), await latestOf(user)]);
      return { cabinet, user, body, state, before: await state() };
    };

    it('to a signature made with another secret, or of another time, path or body', async () => {
      const { cabinet, body, state, before } = await asked();
      const time = String(Date.now());
      const [path, text] = [`/device/${name}`, JSON.stringify(body)];
      const other = name === 'report' ? '/device/result' : '/device/report';
      const hmac = (secret: string, ...parts: string[]) =>
        createHmac('sha256', secret).update(parts.join('')).digest('hex');
      const good = hmac(cabinet.secret, time, path, text);
      const wrong = [
        hmac('another secret', time, path, text),
        hmac(cabinet.secret, String(Number(time) + 1), path, text),
        hmac(cabinet.secret, time, other, text),
        hmac(cabinet.secret, time, path, `${text} `),
        hmac(cabinet.secret, path, time, text),
        good.toUpperCase(),
        good.slice(0, -1),
        `${good}0`,
        '',
      ];

      for (const signature of wrong) {
        const headers = { 'x-device-time': time, 'x-device-signature': signature };
        expect(await cabinet.send(name, body, { headers }), signature).toMatchObject(REFUSED);
      }
      expect(await state()).toBe(before);
      const headers = { 'x-device-time': time, 'x-device-signature': good };
      expect(await cabinet.send(name, body, { headers })).toMatchObject({ status: 200 });
      expect(await state()).not.toBe(before);
    });

    it('to an unknown cabinet, and to an id or a time that is none', async () => {
      const { cabinet, body } = await asked();

      for (const headers of [
        { 'x-device-id': 'nobody' },
        { 'x-device-id': '' },
        { 'x-device-id': `${cabinet.deviceID}/` },
        { 'x-device-time': '' },
        { 'x-device-time': 'now' },
        { 'x-device-time': '12345' },
        { 'x-device-time': new Date().toISOString() },
      ]) {
        expect(await cabinet.send(name, body, { headers }), JSON.stringify(headers)).toMatchObject(REFUSED);
      }
    });

    it('to a clock that is wrong by more than 5 minutes, either way', async () => {
      const { cabinet, body, state, before } = await asked();

      for (const drift of [-5 * MINUTE - 1_000, 5 * MINUTE + 1_000])
        expect(await cabinet.send(name, body, { at: Date.now() + drift })).toMatchObject(REFUSED);
      expect(await state()).toBe(before);
      expect(await cabinet.send(name, body, { at: Date.now() + 5 * MINUTE - 1_000 })).toMatchObject({
        status: 200,
      });
    });

    it('to a signature that was used, as long as its time is good', async () => {
      const { cabinet, body } = await asked();
      const at = Date.now() + 5 * MINUTE - 1_000;
      expect(await cabinet.send(name, body, { at })).toMatchObject({ status: 200 });

      expect(await cabinet.send(name, body, { at })).toMatchObject(REFUSED);
      vi.useFakeTimers({ toFake: ['Date'], now: at + 5 * MINUTE - 1_000 });
      expect(await cabinet.send(name, body, { at })).toMatchObject(REFUSED);
    });

    it('to all but one who use a signature at once', async () => {
      const { cabinet, body } = await asked();
      const at = Date.now();

      const replies = await Promise.all(Array.from({ length: 6 }, () => cabinet.send(name, body, { at })));

      expect(replies.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403, 403]);
    });

    it('to a cabinet whose secret was renewed, and to one that was removed', async () => {
      const { cabinet, body } = await asked();
      const { removeDevice, setSecret } = await import('../../lib/rental/devices.ts');

      await setSecret(cabinet.deviceID, 'new secret');
      expect(await cabinet.send(name, body)).toMatchObject(REFUSED);
      Object.assign(cabinet, { secret: 'new secret' });
      expect(await cabinet.send(name, body)).toMatchObject({ status: 200 });
      await removeDevice(cabinet.deviceID);
      expect(await cabinet.send(name, body)).toMatchObject(REFUSED);
    });
  },
);

describe('a request without any header', () => {
  it('is refused by POST /device/report', async () => {
    expect(await invoke(reportHandler, apiEvent({ body: '{}' }))).toMatchObject(REFUSED);
  });
});
