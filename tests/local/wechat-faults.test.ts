import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { controlWechat } from '../../local/wechat/control-client.ts';
import { start } from './simulator.ts';

describe('faults', () => {
  const loggedIn = async () => {
    const server = await start();
    const code = await server.control.login({ appid: 'wx-eater', openid: 'alice' });
    return { ...server, code };
  };

  it.each([
    [{ kind: 'status', status: 502 } as const, 502, /<h1>502<\/h1>/],
    [{ kind: 'html' } as const, 200, /^<html>/],
    [{ kind: 'empty' } as const, 200, /^$/],
    [{ kind: 'errcode', errcode: -1 } as const, 200, /^\{"errcode":-1,"errmsg":"system error, rid: /],
    [
      { kind: 'errcode', errcode: 45011 } as const,
      200,
      /"errcode":45011,"errmsg":"api minute-quota reach limit/,
    ],
    [
      { kind: 'errcode', errcode: 40226, errmsg: 'blocked' } as const,
      200,
      /"errcode":40226,"errmsg":"blocked, rid: /,
    ],
  ])('answers %o, then works again', async (fault, status, body) => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ ...fault, times: 1 });

    const response = await exchange({ js_code: code });

    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(body);
    expect((await control.calls())[0]).toMatchObject({
      fault: fault.kind,
      errcode: fault.kind === 'errcode' ? fault.errcode : null,
    });
    expect(await exchanged({ js_code: code })).toHaveProperty('openid');
  });

  it('cuts the connection on reset', async () => {
    const { control, exchange, code } = await loggedIn();
    await control.addFault({ kind: 'reset', times: 1 });

    await expect(exchange({ js_code: code })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('answers late on slow, with the work done at once', async () => {
    const { control, exchange, code } = await loggedIn();
    await control.addFault({ kind: 'slow', ms: 80, times: 1 });
    const from = performance.now();

    const response = await exchange({ js_code: code });

    expect(performance.now() - from).toBeGreaterThan(70);
    expect(await response.json()).toHaveProperty('openid');
  });

  it('uses a code up before a slow answer that nobody waits for', async () => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ kind: 'slow', ms: 60_000, times: 1 });

    await expect(exchange({ js_code: code }, { signal: AbortSignal.timeout(100) })).rejects.toThrow();

    expect(await exchanged({ js_code: code })).toMatchObject({ errcode: 40163 });
  });

  it('never answers on timeout; the code lives on after the client has left', async () => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ kind: 'timeout', times: 1 });

    await expect(exchange({ js_code: code }, { signal: AbortSignal.timeout(100) })).rejects.toThrow();

    expect(await exchanged({ js_code: code })).toHaveProperty('openid');
    expect((await control.calls()).map(({ fault, errcode }) => [fault, errcode])).toEqual([
      ['timeout', null],
      [null, 0],
    ]);
  });

  it.each([
    { kind: 'html' } as const,
    { kind: 'empty' } as const,
    { kind: 'status', status: 500 } as const,
    { kind: 'errcode', errcode: -1 } as const,
    { kind: 'reset' } as const,
    { kind: 'timeout' } as const,
  ])('uses the code up although the answer is lost: %o', async (fault) => {
    const { control, exchange, exchanged, code } = await loggedIn();
    await control.addFault({ ...fault, consume: true, times: 1 });

    await exchange({ js_code: code }, { signal: AbortSignal.timeout(100) }).catch(() => undefined);

    expect(await exchanged({ js_code: code })).toMatchObject({ errcode: 40163 });
  });

  it('counts down, keeps to its path, and takes turns', async () => {
    const { url, control, exchanged, code } = await loggedIn();
    await control.addFault({ path: '/sns/jscode2session', kind: 'errcode', errcode: -1, times: 2 });
    await control.addFault({ path: '/sns/jscode2session', kind: 'errcode', errcode: 45011, times: 1 });

    const elsewhere = await (await fetch(`${url}/cgi-bin/token`)).json();
    const answers = [];
    for (let turn = 0; turn < 4; turn++) answers.push(await exchanged({ js_code: code }));

    expect(elsewhere).toMatchObject({ errcode: 41002 });
    expect(answers.map(({ errcode }) => errcode)).toEqual([-1, -1, 45011, undefined]);
  });

  it('lasts until cleared when no times are given', async () => {
    const { control, exchanged, code } = await loggedIn();
    await control.addFault({ kind: 'errcode', errcode: -1 });

    for (let turn = 0; turn < 3; turn++)
      expect(await exchanged({ js_code: code })).toMatchObject({ errcode: -1 });
    await control.clearFaults();

    expect(await exchanged({ js_code: code })).toHaveProperty('openid');
  });

  it('ends hanging and slow calls when cleared', async () => {
    const { control, exchange, code } = await loggedIn();
    await control.addFault({ kind: 'slow', ms: 60_000, times: 1 });
    const slow = exchange({ js_code: code });
    await waitForCalls(control, 1);
    await control.addFault({ kind: 'timeout' });
    const hanging = expect(exchange({ js_code: code })).rejects.toThrow();
    await waitForCalls(control, 2);

    await control.clearFaults();

    expect((await slow).status).toBe(200);
    await hanging;
  });

  it('closes at once with hanging and slow calls', async () => {
    const { control, exchange, code, close } = await loggedIn();
    await control.addFault({ kind: 'timeout', times: 2 });
    await control.addFault({ kind: 'slow', ms: 60_000 });
    const calls = Promise.allSettled(Array.from({ length: 4 }, () => exchange({ js_code: code })));
    await waitForCalls(control, 4);
    const from = performance.now();

    await close();

    expect(performance.now() - from).toBeLessThan(1000);
    await calls;
  });
});

const waitForCalls = async (control: ReturnType<typeof controlWechat>, count: number): Promise<void> => {
  while ((await control.calls()).length < count) await sleep(5);
};
