import { describe, expect, it } from 'vitest';
import { addMonths, dayIn, nowSeconds } from '../../lib/time.ts';
import { ask, eater, logIn, openCanteen, openStall, someTel } from '../support/canteen.ts';
import { admin, adminJson, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

openCanteen();

type Shown = { id: number; telNum: string; balanceMon: number; paidUntil: string; timeZone: string };
const show = (seller: string | number) => adminJson<Shown>('sellers', 'show', String(seller));
const paidDay = (months: number, timeZone = 'Asia/Shanghai') =>
  dayIn(timeZone, addMonths(nowSeconds(), months) * 1000);

describe('sellers list', () => {
  it('says so where there is none', async () => {
    expect(await admin('sellers', 'list')).toEqual({
      exitCode: DONE,
      stdout: 'There is no stall yet: sellers renew enrols one.\n',
      stderr: '',
    });
  });

  it('lists the stalls, bound or not', async () => {
    const bound = await openStall({ sellerName: '麻辣香锅', term: 2 });
    const telNum = someTel();
    await admin('sellers', 'renew', telNum, '12');
    const rows = (await admin('sellers', 'list')).stdout.split('\n').map((line) => line.split(/ {2,}/));

    expect(rows[0]).toEqual([
      'id',
      'telNum',
      'sellerName',
      'personName',
      'balanceMon',
      'paid until',
      'bound',
    ]);
    expect(rows.slice(1, 3).map((row) => row.slice(1))).toEqual([
      [bound.telNum, '麻辣香锅', '王师傅', '2', paidDay(2), 'yes'],
      [telNum, '–', '–', '12', paidDay(12), 'no'],
    ]);
    expect(await adminJson<Shown[]>('sellers', 'list')).toEqual([
      {
        id: bound.sellerId,
        telNum: bound.telNum,
        sellerName: '麻辣香锅',
        personName: '王师傅',
        balanceMon: 2,
        paidUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        timeZone: 'Asia/Shanghai',
        bound: true,
      },
      expect.objectContaining({ telNum, sellerName: null, personName: null, bound: false }),
    ]);
  });
});

describe('sellers show', () => {
  it('shows all of a stall, by phone number and by id', async () => {
    const { sessionKey, sellerId, telNum, openid } = await openStall();
    await ask('update', { sessionKey, menuList: '香锅,米饭' });
    await ask('fetch', { sessionKey });
    await ask('fetch', { sessionKey });
    await ask('push', { sessionKey: await eater(), sellerId, marchSn: 1, noteContent: '不要辣' });

    const shown = await show(telNum);
    expect(shown).toEqual({
      id: sellerId,
      telNum,
      sellerName: '麻辣香锅',
      personName: '王师傅',
      balanceMon: 1,
      paidUntil: expect.any(String),
      timeZone: 'Asia/Shanghai',
      bound: true,
      openid,
      menuList: ['香锅', '米饭'],
      picture: null,
      qrcode: null,
      openTickets: 2,
      notedTotal: 1,
    });
    expect(await show(sellerId)).toEqual(shown);
  });

  it('writes it down line by line for people', async () => {
    const telNum = someTel();
    await admin('sellers', 'renew', telNum, '1');
    const { stdout } = await admin('sellers', 'show', telNum);

    expect(stdout).toMatch(new RegExp(`^telNum {7}${telNum}$`, 'm'));
    expect(stdout).toMatch(/^bound {8}no$/m);
    expect(stdout).toMatch(/^menuList {5}–$/m);
    expect(stdout).toMatch(/^notedTotal {3}0$/m);
  });

  it.each(['999999', '13999999999'])('says that there is no stall %s', async (word) => {
    expect(await admin('sellers', 'show', word)).toEqual({
      exitCode: NOT_DONE,
      stdout: '',
      stderr: `There is no stall ${word}: sellers list shows those that there are.\n`,
    });
  });

  it.each(['abc', '12800000000', '', '１'])('refuses "%s"', async (word) => {
    const { exitCode, stderr } = await admin('sellers', 'show', word);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(
      `"${word}" is neither an 11-digit mainland mobile number nor the id of a stall.`,
    );
  });
});

describe('sellers renew', () => {
  it('enrols an unknown number, and adds months to a known one', async () => {
    const telNum = someTel();
    const enrolled = await admin('sellers', 'renew', telNum, '3');
    const renewed = await admin('sellers', 'renew', telNum, '120');
    const { id } = await show(telNum);

    expect(enrolled.stdout).toBe(
      `Stall ${id} (${telNum}) is new and paid until ${paidDay(3)}: balanceMon 3.\n`,
    );
    expect(renewed.stdout).toBe(`Stall ${id} (${telNum}) is paid until ${paidDay(123)}: balanceMon 123.\n`);
  });

  it('makes a stall that a seller can sign up for', async () => {
    const telNum = someTel();
    await admin('sellers', 'renew', telNum, '1');
    const sessionKey = await logIn('yes', `seller-of-${telNum}`);

    expect(await ask('signup', { sessionKey, telNum, sellerName: '面馆', personName: '李' })).toEqual({
      signupSuccess: 'success',
    });
  });

  it('counts both of two at once, also when both enrol', async () => {
    const telNum = someTel();
    const twice = () => Promise.all([1, 2].map(() => admin('sellers', 'renew', telNum, '1')));
    const results = [...(await twice()), ...(await twice())];

    expect(results.map(({ exitCode }) => exitCode)).toEqual([DONE, DONE, DONE, DONE]);
    expect(results.filter(({ stdout }) => stdout.includes('is new'))).toHaveLength(1);
    expect((await show(telNum)).balanceMon).toBe(4);
    expect((await adminJson<Shown[]>('sellers', 'list')).filter((one) => one.telNum === telNum)).toHaveLength(
      1,
    );
  });

  it.each([
    ['1380000000', '1', '"1380000000" is no 11-digit mainland mobile number.'],
    ['1', '1', '"1" is no 11-digit mainland mobile number.'],
    ['13712345678', '0', '"0" is no number of months from 1 to 120.'],
    ['13712345678', '121', '"121" is no number of months from 1 to 120.'],
    ['13712345678', '1.5', '"1.5" is no number of months from 1 to 120.'],
    ['13712345678', 'one', '"one" is no number of months from 1 to 120.'],
    ['13712345678', '-1', "Unknown option '-1'."],
  ])('refuses %s %s', async (telNum, months, sentence) => {
    const { exitCode, stderr } = await admin('sellers', 'renew', telNum, months);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr.split('\n')[0]).toBe(sentence);
    expect((await admin('sellers', 'show', '13712345678')).exitCode).toBe(NOT_DONE);
  });
});

describe('sellers zone', () => {
  it('sets the time zone, spelt properly, by phone number or id', async () => {
    const { sellerId, telNum } = await openStall();
    const byTel = await admin('sellers', 'zone', telNum, 'asia/urumqi');
    const afterwards = await show(telNum);
    await admin('sellers', 'zone', String(sellerId), 'UTC');

    expect(byTel.stdout).toBe(
      `Stall ${sellerId} (${telNum}) keeps the time of Asia/Urumqi, from its seller's next login on.\n`,
    );
    expect(afterwards).toEqual({ ...(await show(telNum)), timeZone: 'Asia/Urumqi' });
    expect((await show(telNum)).timeZone).toBe('UTC');
  });

  it('begins the business day anew for a seller who logs in afterwards', async () => {
    const { sessionKey, sellerId, openid } = await openStall();
    const shanghai = await ask('fetch', { sessionKey });
    // Of two zones a day apart, one has another day than Shanghai.
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const other = zones.find((zone) => dayIn(zone) !== dayIn('Asia/Shanghai')) as string;
    await admin('sellers', 'zone', String(sellerId), other);
    await ask('done', { sessionKey, isseller: 'yes', marchSn: shanghai.marchSn, sellerId });

    expect(await ask('fetch', { sessionKey })).toMatchObject({ marchSn: 2 });
    expect(await ask('fetch', { sessionKey: await logIn('yes', openid) })).toMatchObject({ marchSn: 1 });
  });

  it.each(['Mars/Olympus', '+08:00', '8', ''])('refuses "%s"', async (zone) => {
    const { telNum } = await openStall();
    const { exitCode, stderr } = await admin('sellers', 'zone', telNum, zone);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(`"${zone}" is no IANA time zone, such as Asia/Shanghai.`);
    expect((await show(telNum)).timeZone).toBe('Asia/Shanghai');
  });

  it('says that there is no such stall', async () => {
    expect(await admin('sellers', 'zone', '999999', 'UTC')).toMatchObject({
      exitCode: NOT_DONE,
      stderr: 'There is no stall 999999: sellers list shows those that there are.\n',
    });
  });
});
