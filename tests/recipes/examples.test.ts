import { describe, expect, it } from 'vitest';
import { DEMO_USER } from '../../local/demo-examples.ts';
import { codeOf, logIn, openKitchen, register, send, someone } from '../support/kitchen.ts';
import {
  CATEGORIES,
  CLICKED,
  compact,
  LIKE,
  LOGGED_OUT,
  LOGIN,
  MENU,
  MENUS,
  NO_SESSION,
  NOT_LOGGED_IN,
  ORDER,
  ORDER_OF_WOMEN,
  PROFILE,
  REGISTERED,
  REGISTERED_BEFORE,
} from './examples.ts';

openKitchen();

/** The answer as it stands, with the example's session id for its own. */
const raw = async (...request: Parameters<typeof send>): Promise<string> => {
  const reply = await send(...request);
  expect(reply.status).toBe(200);
  return reply.raw.replace(/"sessionId":"[0-9A-F]{32}"/, '"sessionId":"75D0CBA397DCB90C40DC322C3186F25B"');
};

/** The list with as many of its first dishes as an example shows. */
const beginning = (text: string, count: number): string => {
  const answer = JSON.parse(text);
  return JSON.stringify({ ...answer, data: answer.data.slice(0, count) });
};

describe('the example of the source document', () => {
  it('GET /categories', async () => {
    expect(await raw('GET /categories')).toBe(compact(CATEGORIES));
  });

  it('GET /menus', async () => {
    expect(beginning(await raw('GET /menus'), 2)).toBe(compact(MENUS));
  });

  it('GET /menus/like/胡萝卜,腊肠,面食/烤箱', async () => {
    const [stuff, tools] = ['胡萝卜,腊肠,面食', '烤箱'].map(encodeURIComponent);

    expect(await raw(`GET /menus/like/${stuff}/${tools}`)).toBe(compact(LIKE));
  });

  it('GET /menus/order', async () => {
    expect(beginning(await raw('GET /menus/order'), 2)).toBe(compact(ORDER));
  });

  it('GET /menus/order/2', async () => {
    expect(await raw('GET /menus/order/2')).toBe(compact(ORDER_OF_WOMEN));
  });

  it('POST /userinfos/login', async () => {
    expect(await raw('POST /userinfos/login', { body: await codeOf(DEMO_USER.openid) })).toBe(compact(LOGIN));
  });

  it('POST /userinfos/register', async () => {
    const openid = someone();
    const answer = async () =>
      raw(`POST /userinfos/register?code=${await codeOf(openid)}`, { body: PROFILE });

    expect(await answer()).toBe(compact(REGISTERED));
    expect(await answer()).toBe(compact(REGISTERED_BEFORE));
  });

  it('GET /userinfos/logout', async () => {
    const cookie = await logIn(DEMO_USER.openid);

    expect(await raw('GET /userinfos/logout', { cookie })).toBe(compact(LOGGED_OUT));
    expect(await raw('GET /userinfos/logout', { cookie })).toBe(compact(NO_SESSION));
  });

  it('POST /clicks, GET /menus/2046 (after two more clicks)', async () => {
    const cookie = await logIn(DEMO_USER.openid);

    expect(await raw('POST /clicks', { body: '2046' })).toBe(compact(NOT_LOGGED_IN));
    for (let i = 0; i < 2; i += 1) {
      expect(await raw('POST /clicks', { body: '2046', cookie })).toBe(compact(CLICKED));
    }
    expect(await raw('GET /menus/2046', { cookie })).toBe(compact(MENU));
  });
});

it('gives the next user the next id', async () => {
  const openid = someone();
  await register(openid);
  const { body } = await send('POST /userinfos/login', { body: await codeOf(openid) });

  expect((body.data as { id: number }).id).toBeGreaterThan(DEMO_USER.id);
});
