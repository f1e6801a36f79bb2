import { beforeAll, describe, expect, it } from 'vitest';
import type { QueryName } from '../../lib/callme/names.ts';
import { administrator, eater, openCanteen, openStall, send } from '../support/canteen.ts';

openCanteen();

const sessions: Record<'S' | 'A' | 'E', string> = { S: '', A: '', E: '' };
beforeAll(async () => {
  sessions.S = (await openStall()).sessionKey;
  sessions.A = await administrator();
  sessions.E = await eater();
});

const NO_INTEGER = [
  null,
  true,
  1.5,
  '1.5',
  'x',
  '',
  ' 1',
  '0x10',
  '1e3',
  [],
  [1],
  {},
  { $gt: 0 },
  1e21,
  '9'.repeat(30),
];
const NO_TEXT = [null, true, 7, [], ['x'], {}, '\ud800'];

const good = { marchSn: 1, sellerId: 1, noteContent: 'x', telNum: '13800000000', term: 1, isseller: 'no' };

const cases: { query: QueryName; who: 'S' | 'A' | 'E'; field: string; wrong: unknown[]; needed?: boolean }[] =
  [
    { query: 'menu', who: 'E', field: 'sellerId', wrong: NO_INTEGER, needed: true },
    { query: 'fetch', who: 'S', field: 'requestId', wrong: [...NO_TEXT, '', 'x'.repeat(65)] },
    { query: 'note', who: 'S', field: 'marchSn', wrong: NO_INTEGER },
    { query: 'push', who: 'E', field: 'marchSn', wrong: NO_INTEGER, needed: true },
    { query: 'push', who: 'E', field: 'sellerId', wrong: NO_INTEGER, needed: true },
    { query: 'push', who: 'E', field: 'noteContent', wrong: [...NO_TEXT, '', 'x'.repeat(201)], needed: true },
    { query: 'push', who: 'E', field: 'subscribe', wrong: [null, 1, 'yes', [], {}] },
    { query: 'hungry', who: 'E', field: 'marchSn', wrong: NO_INTEGER, needed: true },
    { query: 'hungry', who: 'E', field: 'sellerId', wrong: NO_INTEGER, needed: true },
    { query: 'call', who: 'S', field: 'marchSn', wrong: NO_INTEGER, needed: true },
    { query: 'done', who: 'E', field: 'marchSn', wrong: NO_INTEGER, needed: true },
    { query: 'done', who: 'E', field: 'sellerId', wrong: NO_INTEGER, needed: true },
    { query: 'done', who: 'E', field: 'isseller', wrong: [null, true, 'YES', '', []] },
    { query: 'signup', who: 'A', field: 'tellNum', wrong: [null, true, [], {}] },
    { query: 'signup', who: 'A', field: 'term', wrong: [...NO_INTEGER, 0, -1, 121] },
    { query: 'signup', who: 'S', field: 'sellerName', wrong: [...NO_TEXT, '', 'x'.repeat(41)] },
    { query: 'signup', who: 'S', field: 'personName', wrong: [...NO_TEXT, '', 'x'.repeat(41)] },
    { query: 'info', who: 'S', field: 'sellerName', wrong: [...NO_TEXT, '', 'x'.repeat(41)] },
    { query: 'info', who: 'S', field: 'personName', wrong: [...NO_TEXT, ''] },
    {
      query: 'info',
      who: 'S',
      field: 'menuList',
      wrong: [null, true, 7, {}, [1], [['x']], ['x'.repeat(41)], Array(101).fill('x')],
    },
    { query: 'update', who: 'S', field: 'menuList', wrong: [null, 7, {}, [null]] },
    { query: 'admin', who: 'A', field: 'invite', wrong: [...NO_TEXT, ''] },
    { query: 'renew', who: 'A', field: 'telNum', wrong: [null, true, [], {}], needed: true },
    { query: 'renew', who: 'A', field: 'term', wrong: [...NO_INTEGER, 0, 121], needed: true },
  ];

describe.each(cases)('$query: $field', ({ query, who, field, wrong }) => {
  const others = Object.fromEntries(
    cases
      .filter((other) => other.query === query && other.needed)
      .map((other) => [other.field, good[other.field as keyof typeof good]]),
  );
  const reply = (value: unknown) => send(query, { ...others, sessionKey: sessions[who], [field]: value });
  const refusal = { [`${query}Success`]: 'fail', failMsg: 'Invalid Param Error', field };

  it('is named when it is wrong', async () => {
    for (const value of wrong) {
      const { status, body } = await reply(value);
      expect({ value, status, body }).toEqual({ value, status: 400, body: refusal });
    }
  });

  it('is not looked at before the session', async () => {
    const { body } = await send(query, { ...others, sessionKey: '0'.repeat(40), [field]: wrong[0] });
    expect(body).toEqual({ queryErr: 'Session Time Out' });
  });
});

it.each(cases.filter(({ needed }) => needed))(
  '$query names $field when it is missing',
  async ({ query, who, field }) => {
    const fields = { ...good, sessionKey: sessions[who], [field]: undefined };
    expect(await send(query, fields)).toMatchObject({
      status: 400,
      body: { failMsg: 'Invalid Param Error', field },
    });
  },
);
