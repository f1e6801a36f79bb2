import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ask, eater, logIn, openCanteen, openStall, type StallFixture } from '../support/canteen.ts';

openCanteen();
afterEach(() => void vi.useRealTimers());

let stall: StallFixture;
beforeEach(async () => {
  stall = await openStall();
});

const settings = (fields: Record<string, unknown> = {}) =>
  ask('settings', { sessionKey: stall.sessionKey, ...fields });
const DEFAULT = {
  settingsSuccess: 'success',
  proof: 'none',
  selfService: false,
  perTenMinutes: 0,
  paused: false,
  hours: [],
  remindAhead: 3,
  missAfter: 0,
};

it('settings are as the source has it at first, and change as far as they are given', async () => {
  const hours = [
    ['10:30', '13:30'],
    ['17:00', '24:00'],
  ];

  expect(await settings()).toEqual(DEFAULT);
  expect(await settings({ selfService: true, hours })).toEqual({ ...DEFAULT, selfService: true, hours });
  expect(await settings({ perTenMinutes: '30', paused: 'true' })).toMatchObject({
    perTenMinutes: 30,
    paused: true,
  });
  expect(await settings({ hours: [] })).toEqual({
    ...DEFAULT,
    selfService: true,
    perTenMinutes: 30,
    paused: true,
  });
});

it('of two changes at once both count', async () => {
  await Promise.all([settings({ missAfter: 10 }), settings({ remindAhead: 5 }), settings({ proof: 'code' })]);

  expect(await settings()).toMatchObject({ missAfter: 10, remindAhead: 5, proof: 'code' });
});

it.each([
  ['proof', 'yes'],
  ['hours', [['13:00', '12:00']]],
  ['hours', [['25:00', '26:00']]],
  ['hours', '10:30-13:30'],
  ['remindAhead', 0],
  ['remindAhead', 11],
  ['missAfter', -1],
  ['perTenMinutes', 'many'],
  ['paused', 1],
])('settings refuses %s %j', async (field, value) => {
  expect(await settings({ [field]: value })).toEqual({
    settingsSuccess: 'fail',
    failMsg: 'Invalid Param Error',
    field,
  });
});

it('settings are the seller’s', async () => {
  expect(await ask('settings', { sessionKey: await eater() })).toEqual({
    settingsSuccess: 'fail',
    failMsg: 'Seller Openid Error',
  });
});

it('settings hold at once, for every session, and for the next day’s first number', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T12:00:00+08:00') });
  const other = await logIn('yes', stall.openid);
  await ask('fetch', { sessionKey: other });
  await settings({ proof: 'code' });

  expect(await ask('fetch', { sessionKey: other })).toHaveProperty('ticketCode');
  vi.setSystemTime(new Date('2026-11-21T08:00:00+08:00'));
  const sessionKey = await logIn('yes', stall.openid);
  expect(await ask('fetch', { sessionKey })).toMatchObject({ marchSn: 1, ticketCode: expect.any(String) });
  expect(await ask('fetch', { sessionKey })).toHaveProperty('ticketCode');
});
