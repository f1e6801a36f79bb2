import { beforeEach, describe, expect, it } from 'vitest';
import type { Callme } from '../../client/callme.ts';
import { createCallme } from '../../client/callme.ts';
import type { KeyStorage } from '../../client/transport.ts';
import { webTransport } from '../../client/web.ts';
import { control, EATERS, openCanteen, SELLERS, someone, someTel } from '../support/canteen.ts';
import { administratorOf, clientOf, openScene, type Scene } from './support/people.ts';
import { openService } from './support/service.ts';

openCanteen();
const service = openService();

let scene: Scene;
let codes: string[];
let login: () => Promise<string>;
let eater: Callme;
beforeEach(async () => {
  scene = await openScene(service);
  service.arrived.length = 0;
  codes = [];
  const openid = someone();
  login = async () => {
    const code = await control().login({ appid: EATERS.appid, openid });
    codes.push(code);
    return code;
  };
  eater = clientOf(service, 'eater', openid, { login });
});

const logins = () => service.arrived.filter((query) => query === 'login').length;
const timeOut = { status: 200, body: '{"queryErr":"Session Time Out"}' };
const apiError = { status: 200, body: '{"loginSuccess":"fail","failMsg":"API Error"}' };
const ten = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 10 }, act));

const memory = (): KeyStorage & { items: Map<string, string> } => {
  const items = new Map<string, string>();
  return {
    items,
    get: (name) => items.get(name),
    set: (name, value) => void items.set(name, value),
    remove: (name) => void items.delete(name),
  };
};

describe('a login', () => {
  it('happens by itself, once, even when ten calls need it', async () => {
    await ten(() => eater.menu(scene.sellerId));
    await eater.menu(scene.sellerId);

    expect(logins()).toBe(1);
  });

  it('happens once more when the session ends, however many calls notice', async () => {
    await eater.menu(scene.sellerId);
    service.fault('menu', ...Array.from({ length: 10 }, () => timeOut));

    expect(await ten(() => eater.menu(scene.sellerId))).toHaveLength(10);
    expect(logins()).toBe(2);
    expect(new Set(codes).size).toBe(2);
  });

  it('happens again when the service knows the session no more', async () => {
    const storage = memory();
    storage.set(`callme eater ${service.url}`, 'f'.repeat(40));
    const returning = clientOf(service, 'eater', someone(), { storage });

    expect(await returning.menu(scene.sellerId)).toMatchObject({ takenFlag: 'fail' });
  });

  it('is not tried a third time when the new session is refused too', async () => {
    service.fault('menu', timeOut, timeOut);

    await expect(eater.menu(scene.sellerId)).rejects.toMatchObject({ failMsg: 'Session Time Out' });
    expect(logins()).toBe(2);
  });

  it('is repeated once with a new code when the service cannot ask WeChat', async () => {
    service.fault('login', apiError);
    await eater.menu(scene.sellerId);

    expect(new Set(codes).size).toBe(2);
  });

  it('fails for all who wait for it, and is tried anew by the next call', async () => {
    service.fault('login', apiError, apiError);
    const all = await Promise.allSettled(Array.from({ length: 3 }, () => eater.sellerList()));

    expect(all).toMatchObject(Array(3).fill({ status: 'rejected', reason: { failMsg: 'API Error' } }));
    expect(await eater.sellerList()).toHaveProperty('count');
    expect(logins()).toBe(3);
  });

  it('never uses a code twice when the network fails', async () => {
    service.fault('login', 'lost', 'answer lost');
    await eater.menu(scene.sellerId);

    expect([codes.length, new Set(codes).size]).toEqual([3, 3]);
  });

  it('does not repeat a code that WeChat refuses', async () => {
    const stranger = clientOf(service, 'eater', someone(), { login: async () => 'never-given' });

    await expect(stranger.sellerList()).rejects.toMatchObject({ failMsg: 'Login Error', status: 200 });
    expect(logins()).toBe(1);
  });

  it('passes on what the app’s own `login` throws', async () => {
    const login = () => Promise.reject(new Error('denied'));

    await expect(clientOf(service, 'eater', someone(), { login }).sellerList()).rejects.toThrow('denied');
  });

  it('needs to know where codes come from', () => {
    expect(() => createCallme({ url: service.url, as: 'eater' })).toThrow(/login/);
  });
});

describe('a seller without a stall', () => {
  it('keeps the session of the refused login, and signs up with it', async () => {
    const telNum = someTel();
    await (await administratorOf(service)).signup({ telNum });
    const seller = clientOf(service, 'seller');
    service.arrived.length = 0;

    await expect(seller.login()).rejects.toMatchObject({ failMsg: 'Seller Openid Error' });
    await expect(seller.fetch()).rejects.toMatchObject({ failMsg: 'Seller Openid Error' });
    await expect(seller.sellerList()).rejects.toMatchObject({ failMsg: 'Seller Openid Error' });
    await seller.signup({ telNum, sellerName: '面馆', personName: '孙师傅' });

    expect(await seller.fetch()).toMatchObject({ marchSn: 1 });
    expect(logins()).toBe(1);
    expect(await seller.login()).toEqual({ balanceMon: 1 });
  });
});

describe('a session key', () => {
  it('outlives the app in the storage', async () => {
    const storage = memory();
    await clientOf(service, 'eater', someone(), { storage }).menu(scene.sellerId);
    await clientOf(service, 'eater', someone(), { storage }).menu(scene.sellerId);

    expect(logins()).toBe(1);
    expect([...storage.items.values()]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)]);
  });

  it('is kept in memory where the storage fails', async () => {
    const fail = () => {
      throw new Error('full');
    };
    const poor = clientOf(service, 'eater', someone(), { storage: { get: fail, set: fail, remove: fail } });
    await poor.menu(scene.sellerId);
    await poor.menu(scene.sellerId);
    await poor.logout();

    expect(logins()).toBe(1);
  });

  it('ends with logout, at the service too, and the next call logs in', async () => {
    const storage = memory();
    const { sessionKey } = scene.stall;
    storage.set(`callme seller ${service.url}`, sessionKey);
    const appid = SELLERS.appid;
    const login = () => control().login({ appid, openid: scene.stall.openid });
    const seller = clientOf(service, 'seller', '', { storage, login });
    await seller.logout();

    expect(storage.items.size).toBe(0);
    const { ask } = await import('../support/canteen.ts');
    expect(await ask('note', { sessionKey })).toEqual({ queryErr: 'Session Time Out' });
    await seller.logout();
    expect(await seller.note()).toMatchObject({ sellerId: scene.sellerId });
    expect(logins()).toBe(1);
  });

  it('that was logged out stays so, though a query was still on its way', async () => {
    const released = Promise.withResolvers<void>();
    const slow = clientOf(service, 'eater', undefined, {
      transport: {
        ...webTransport,
        post: async (url, json, timeoutMs) => {
          if (url.endsWith('menu')) await released.promise;
          return webTransport.post(url, json, timeoutMs);
        },
      },
    });
    await slow.sellerList();
    const late = slow.menu(scene.sellerId);
    await slow.logout();
    released.resolve();

    await expect(late).rejects.toMatchObject({ failMsg: 'Session Time Out' });
    expect(logins()).toBe(1);
  });

  it('that has ended already is logged out all the same', async () => {
    await eater.menu(scene.sellerId);
    service.fault('logout', timeOut);

    await expect(eater.logout()).resolves.toBeUndefined();
  });
});
