import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  administrator,
  ask,
  control,
  eater,
  later,
  logIn,
  openCanteen,
  openStall,
  someone,
  someTel,
  WHICH,
} from '../support/canteen.ts';

openCanteen();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

describe('signup Q11 by an administrator', () => {
  let admin: string;
  beforeAll(async () => {
    admin = await administrator();
  });
  const enrol = (fields: object) => ask('signup', { sessionKey: admin, ...fields });
  const balanceOf = async (telNum: string) => {
    const { sellerList } = await ask('admin', { sessionKey: admin });
    return (sellerList as { telNum: string; balanceMon: number }[]).find((seller) => seller.telNum === telNum)
      ?.balanceMon;
  };

  it('Q11R00 enrols a phone number for a month, and again is success and changes nothing', async () => {
    const tellNum = someTel();

    expect(await enrol({ tellNum })).toEqual({ signupSuccess: 'success' });
    expect(await enrol({ tellNum, term: 12 })).toEqual({ signupSuccess: 'success' });
    expect(await balanceOf(tellNum)).toBe(1);
  });

  it('takes the field under both spellings, as text or number, and the term in months', async () => {
    const [first, second] = [someTel(), someTel()];

    expect(await enrol({ telNum: first, term: '6' })).toEqual({ signupSuccess: 'success' });
    expect(await enrol({ tellNum: Number(second), term: 120 })).toEqual({ signupSuccess: 'success' });
    expect([await balanceOf(first), await balanceOf(second)]).toEqual([6, 120]);
  });

  it.each([
    (tel: string) => `+86 ${tel}`,
    (tel: string) => `0086-${tel}`,
    (tel: string) => `+86 (${tel.slice(0, 3)}) ${tel.slice(3, 7)}-${tel.slice(7)}`,
    (tel: string) => `\u202d${tel}\u202c\n`,
    (tel: string) => tel.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  ])('takes a number as people paste it: %#', async (pasted) => {
    const tel = someTel();

    expect(await enrol({ tellNum: pasted(tel) })).toEqual({ signupSuccess: 'success' });
    expect(await balanceOf(tel)).toBe(1);
  });

  it.each(['12345678901', '1380013800', '138001380000', '+8512345678901', '008613800138', 'abc', "' OR 1=1"])(
    'says Invalid Tel Error to %s',
    async (tellNum) => {
      expect(await enrol({ tellNum })).toEqual({ signupSuccess: 'fail', failMsg: 'Invalid Tel Error' });
    },
  );

  it('says Taken Error for the number of a bound stall', async () => {
    const { telNum } = await openStall();

    expect(await enrol({ tellNum: telNum })).toEqual({ signupSuccess: 'fail', failMsg: 'Taken Error' });
  });

  it('names the field that is missing or wrong', async () => {
    const refusal = (field: string) => ({ signupSuccess: 'fail', failMsg: 'Invalid Param Error', field });

    expect(await enrol({})).toEqual(refusal('tellNum'));
    for (const term of [0, 121, 1.5, 'x', true]) {
      expect(await enrol({ tellNum: someTel(), term })).toEqual(refusal('term'));
    }
  });

  it('is for administrators', async () => {
    const failure = { signupSuccess: 'fail', failMsg: 'Not Admin Error' };
    const tellNum = someTel();

    expect(await ask('signup', { sessionKey: await eater(), tellNum })).toEqual(failure);
    expect(await ask('signup', { sessionKey: (await openStall()).sessionKey, tellNum })).toEqual(failure);
    expect(await ask('signup', { sessionKey: await logIn('yes', someone()), tellNum })).toEqual(failure);
    expect(await balanceOf(tellNum)).toBeUndefined();
  });
});

describe('signup by a seller', () => {
  const names = { sellerName: '兰州拉面', personName: '马师傅' };
  const enrolled = async (term = 1) => {
    const telNum = someTel();
    await ask('signup', { sessionKey: await administrator(), tellNum: telNum, term });
    return telNum;
  };
  const failure = (failMsg: string) => ({ signupSuccess: 'fail', failMsg });

  it('binds the enrolled stall, and the session at hand is the seller’s at once', async () => {
    const telNum = await enrolled();
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual({ signupSuccess: 'success' });
    expect(await ask('info', { sessionKey })).toEqual({
      infoSuccess: 'success',
      ...names,
      imageUrl: null,
      menuList: [],
      menuItems: expect.any(Array),
      balanceMon: 1,
    });
    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 1, ...WHICH });
  });

  it('says Invalid Tel Error when nobody enrolled the number, or somebody bound it', async () => {
    const { telNum } = await openStall();
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey, telNum: someTel(), ...names })).toEqual(
      failure('Invalid Tel Error'),
    );
    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual(failure('Invalid Tel Error'));
    expect(await ask('signup', { sessionKey, telNum: 'x', ...names })).toEqual(failure('Invalid Tel Error'));
  });

  it('says Need Renew Error when the months are over', async () => {
    const telNum = await enrolled();
    later(40);
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual(failure('Need Renew Error'));
  });

  it('says Taken Error when the caller has a stall, also in another session', async () => {
    const { openid, sessionKey } = await openStall();
    const telNum = await enrolled();

    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual(failure('Taken Error'));
    expect(await ask('signup', { sessionKey: await logIn('yes', openid), telNum, ...names })).toEqual(
      failure('Taken Error'),
    );
  });

  it('of two sellers with one number at once, one binds', async () => {
    const telNum = await enrolled();
    const sessions = await Promise.all([logIn('yes', someone()), logIn('yes', someone())]);

    const answers = await Promise.all(
      sessions.map((sessionKey) => ask('signup', { sessionKey, telNum, ...names })),
    );

    expect(answers).toContainEqual({ signupSuccess: 'success' });
    expect(answers).toContainEqual(failure('Invalid Tel Error'));
  });

  it('of two stalls for one seller at once, one is bound', async () => {
    const numbers = [await enrolled(), await enrolled()];
    const openid = someone();
    const sessions = [await logIn('yes', openid), await logIn('yes', openid)];

    const answers = await Promise.all(
      numbers.map((telNum, i) => ask('signup', { sessionKey: sessions[i], telNum, ...names })),
    );

    expect(answers).toContainEqual({ signupSuccess: 'success' });
    expect(answers).toContainEqual(failure('Taken Error'));
  });

  it('is for the sellers’ mini-program, and needs both names', async () => {
    const telNum = await enrolled();
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey: await eater(), telNum, ...names })).toEqual(
      failure('Seller Openid Error'),
    );
    expect(await ask('signup', { sessionKey, telNum, sellerName: '拉面' })).toMatchObject({
      field: 'personName',
    });
    expect(await ask('signup', { sessionKey, ...names })).toMatchObject({ field: 'telNum' });
  });
});

it('enrols many numbers at once, each with a stall of its own', async () => {
  const sessionKey = await administrator();
  const numbers = Array.from({ length: 12 }, someTel);

  const answers = await Promise.all(numbers.map((tellNum) => ask('signup', { sessionKey, tellNum })));
  const { listSellers } = await import('../../lib/callme/sellers.ts');
  const stalls = (await listSellers()).filter(({ telNum }) => numbers.includes(telNum));

  expect(answers).toEqual(numbers.map(() => ({ signupSuccess: 'success' })));
  expect(stalls).toHaveLength(12);
  expect(new Set(stalls.map(({ id }) => id)).size).toBe(12);
});
