import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Callme, Watch } from '../../client/callme.ts';
import { EATERS, openCanteen, SELLERS, someone } from '../support/canteen.ts';
import { PNG } from '../support/pictures.ts';
import { buildLibrary, libraryOn, openPhone, type Phone } from './support/mini-program.ts';
import { openScene, type Scene } from './support/people.ts';
import { openService } from './support/service.ts';

openCanteen();
buildLibrary();
const service = openService();

let scene: Scene;
let phone: Phone;
let eater: Callme;
const watches: Watch[] = [];
const open = (on: Phone, as: 'eater' | 'seller') =>
  libraryOn(on).createCallme({
    url: `${service.url}/`,
    liveUrl: service.sockets.url,
    as,
    pollMs: 60_000,
    timeoutMs: 20_000,
  });
const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });

beforeEach(async () => {
  scene = await openScene(service);
  phone = openPhone(EATERS.appid, someone());
  eater = open(phone, 'eater');
  service.arrived.length = 0;
});
afterEach(() => {
  for (const { close } of watches.splice(0)) close();
});

describe('in a mini-program', () => {
  it('wx.login, wx.request and the storage are used, and nothing that a mini-program lacks', async () => {
    const menu = await eater.menu(scene.sellerId);

    expect(menu.sellerName).toBe('麻辣香锅');
    expect([...phone.storage.values()]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/)]);
    await open(phone, 'eater').menu(scene.sellerId);
    expect(service.arrived).toEqual(['login', 'menu', 'menu']);
    await eater.logout();
    expect(phone.storage.size).toBe(0);
  });

  it('errors look the same: any status, text that is no JSON, no answer at all', async () => {
    const { CallmeError } = libraryOn(phone);
    expect(new CallmeError('Taken Error')).toMatchObject({
      name: 'CallmeError',
      message: 'Taken Error',
      status: 0,
    });
    const order = { sellerId: scene.sellerId, marchSn: 1, noteContent: '' };
    await expect(eater.push(order)).rejects.toMatchObject({ failMsg: 'Invalid Param Error', status: 400 });
    service.fault('menu', { status: 404, body: '<html>' });
    await expect(eater.menu(1)).rejects.toMatchObject({ failMsg: 'Bad Answer', status: 404 });
    service.fault('menu', 'lost', 'lost', 'lost');
    await expect(eater.menu(1)).rejects.toMatchObject({ message: 'Network Error: request:fail timeout' });
  });

  it('a seller uploads a picture by wx.uploadFile', async () => {
    const sellers = openPhone(SELLERS.appid, scene.stall.openid);
    sellers.files.set('wxfile://tmp_1.png', PNG);
    const seller = open(sellers, 'seller');

    expect(await seller.update({ sellerName: '老王' }, 'wxfile://tmp_1.png')).toEqual({
      updateImageSuccess: 'success',
    });
    expect(await seller.info()).toMatchObject({
      sellerName: '老王',
      imageUrl: expect.stringContaining('/pictures/'),
    });
    await expect(seller.update({}, 'wxfile://gone.png')).rejects.toMatchObject({ failMsg: 'Network Error' });
  });

  it('a watch hears through wx.connectSocket, also after a break', async () => {
    const { marchSn } = await scene.seller.fetch();
    const calls: number[] = [];
    watches.push(
      eater.watch({ sellerId: scene.sellerId, marchSn }, { called: (call) => calls.push(call.callCount) }),
    );
    await soon(() => expect(service.sockets.heard).toHaveLength(1));
    await scene.seller.call(marchSn);
    await soon(() => expect(calls).toEqual([1]));
    service.sockets.cut();
    await soon(() => expect(service.sockets.heard).toHaveLength(2));
    await scene.seller.call(marchSn);

    await soon(() => expect(calls).toEqual([1, 2]));
  });

  it('a watch looks when the mini-program comes to the front', async () => {
    const { marchSn } = await scene.seller.fetch();
    service.sockets.isClosed = true;
    const calls: number[] = [];
    watches.push(
      eater.watch({ sellerId: scene.sellerId, marchSn }, { called: (call) => calls.push(call.callCount) }),
    );
    await soon(() => expect(service.answered).toContain('hungry'));
    await scene.seller.call(marchSn);
    phone.show();

    await soon(() => expect(calls).toEqual([1]));
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('the page in %s', (readme) => {
  type Page = Record<string, (argument?: object) => unknown> & { data: Record<string, unknown> };

  const openPage = async (): Promise<Page> => {
    const text = await readFile(join(import.meta.dirname, '../../client', readme), 'utf8');
    const file = (name: string) =>
      /```js\n([\s\S]*?)```/.exec(text.slice(text.indexOf(`\`\`\`js\n// ${name}`)))?.[1] ?? '';
    const here = file('service.js')
      .replace(/https:.*(?=')/, service.url)
      .replace(/wss:.*(?=')/, service.sockets.url);
    const callme = phone.run(here, { './lib/callme.js': libraryOn(phone) });
    let page: Page | undefined;
    const setData = (changes: object) => Object.assign(page?.data ?? {}, JSON.parse(JSON.stringify(changes)));
    const Page = (definition: Page) => {
      page = { ...definition, setData } as unknown as Page;
    };
    phone.run(file('pages/qu/qu.js'), { '../../service.js': callme }, { Page });
    if (!page) throw new Error('no page');
    return page;
  };

  it('goes from the scan to the meal', async () => {
    const { sellerId, seller } = scene;
    const { marchSn } = await seller.fetch();
    const page = await openPage();
    page.onLoad?.({ sellerId: String(sellerId) });
    await soon(() => expect(page.data).toMatchObject({ state: 'note', sellerName: '麻辣香锅' }));

    Object.assign(page.data, { marchSn: '98', noteContent: '宽粉' });
    await page.note?.();
    expect(page.data.problem).toBe('没有这个号');
    Object.assign(page.data, { marchSn: String(marchSn) });
    await page.note?.();
    expect(page.data).toMatchObject({ state: 'waiting', problem: '' });

    await seller.call(marchSn);
    await soon(() => expect(page.data.state).toBe('called'));
    expect(phone.vibrations).toBe(1);
    page.onUnload?.();

    const again = await openPage();
    again.onLoad?.({ sellerId: String(sellerId) });
    await soon(() => expect(again.data.state).toBe('called'));
    await again.collected?.();
    await soon(() => expect(again.data.state).toBe('done'));
  });
});
