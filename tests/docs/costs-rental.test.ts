import { beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  borrower,
  codeOf,
  get,
  latestOf,
  openRental,
  PHONE,
  statusOf,
  TestCabinet,
  type UserFixture,
} from '../support/rental.ts';
import { countUnits, documented, during } from './units.ts';

openRental();

const CABINETS = 20;

const instruments = (types: number) =>
  Array.from({ length: types }, (_, i) => ({
    typeID: i === 0 ? 'ball' : `badminton-${i}`,
    typeName: '羽毛球拍',
    total: 6,
    remained: 4,
  }));

let cabinet: TestCabinet;
let user: UserFixture;

beforeAll(async () => {
  const open = () => TestCabinet.open({ instruments: instruments(2) });
  [cabinet] = (await Promise.all(Array.from({ length: CABINETS }, open))) as [TestCabinet];
  // The container remembers the app from now on.
  user = await borrower();
  countUnits();
});

describe('docs/costs.md says what is consumed by', () => {
  it('a login', async () => {
    const query = { code: await codeOf(), phone: PHONE };

    expect(await during(() => get('login', query))).toEqual(documented('POST /user/login'));
  });

  it('what a user looks at', async () => {
    expect(await during(() => ask(user, 'profile'))).toEqual(documented('GET /user/profile'));
    expect(await during(() => statusOf(user))).toEqual(documented('GET /user/status'));
    expect(await during(() => get('device_list'))).toEqual(documented('GET /device/list'));
  });

  it('a loan', async () => {
    const serving = async (row: string) => {
      expect(await during(() => latestOf(user))).toEqual(
        documented('GET /user/latest_renting_or_reverting_status'),
      );
      const [command] = await cabinet.report();
      expect(await during(() => cabinet.result(command?.id, true))).toEqual(documented(row));
    };

    expect(await during(() => cabinet.rentTo(user))).toEqual(documented('GET /user/try_to_rent'));
    await serving('POST /device/result, an item leaves');
    const [item] = await statusOf(user);
    expect(await during(() => cabinet.takeFrom(user, item?.uuid as string))).toEqual(
      documented('GET /user/try_to_revert'),
    );
    await serving('POST /device/result, an item comes back');
    expect(await latestOf(user)).toMatchObject({ latest: 'SUCCEEDED', kind: 'revert' });
  });

  it('a report', async () => {
    const large = await TestCabinet.open({ instruments: instruments(12) });

    expect(await during(() => cabinet.report())).toEqual(documented('POST /device/report'));
    expect(await during(() => large.report())).toEqual(documented('POST /device/report, of 12 types'));
  });
});
