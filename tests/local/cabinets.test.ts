import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sign } from '../../lib/rental/signature.ts';
import type { Behaviour } from '../../local/cabinet/behaviours.ts';
import { type Cabinets, startCabinets } from '../../local/cabinet/server.ts';

type Said = { path: string; isSigned: boolean; body: Record<string, unknown> };
/** What it has said, and when by its own clock. */
type Spoken = Said & { time: number };

const CABINET = {
  deviceID: 'cabinet-1',
  name: '北交1',
  secret: 'secret',
  instruments: [{ typeID: 'ball', typeName: '篮球', total: 2, remained: 1 }],
};

let api: Server;
let url: string;
let cabinets: Cabinets;
/** What the cabinet has said, what it is asked for, and whether it is answered at all. */
let said: Spoken[];
let commands: object[];
let isDown: boolean;

beforeEach(async () => {
  [said, commands, isDown] = [[], [], false];
  api = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [path, body] = [request.url as '/device/report', Buffer.concat(chunks)];
    const timeText = String(request.headers['x-device-time']);
    const isSigned = request.headers['x-device-signature'] === sign(CABINET.secret, { timeText, path, body });
    said.push({ path, isSigned, body: JSON.parse(body.toString()), time: Number(timeText) });
    const status = isDown ? 503 : isSigned ? 200 : 403;
    const answer = isDown ? { status: 'error: service busy' } : { status: 'accepted', commands };
    response.writeHead(status).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void api.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await cabinets.stop();
  api.closeAllConnections();
  api.close();
});

const troubles: (string | undefined)[] = [];
const start = async () => {
  const onTrouble = (_: string, trouble: string | undefined) => void troubles.push(trouble);
  cabinets = await startCabinets({ url, cabinets: [CABINET], reportEvery: 30, onTrouble });
};
const behave = (next: Behaviour) =>
  fetch(`${cabinets.url}/cabinets/cabinet-1/behaviour`, { method: 'POST', body: JSON.stringify({ next }) });
const held = async () => {
  const response = await fetch(`${cabinets.url}/cabinets/cabinet-1`);
  const { instruments } = (await response.json()) as typeof CABINET;
  return instruments[0]?.remained;
};
const results = (): Said[] =>
  said.filter(({ path }) => path === '/device/result').map(({ time, ...result }) => result);
const reports = () => said.filter(({ path }) => path === '/device/report').length;
/** A command that is delivered with every report, as if no result were ever accepted. */
const ask = (id: string, kind = 'rent', expires = Date.now() + 60_000) => {
  commands = [{ id, kind, typeID: 'ball', uuid: 'item', expires: new Date(expires).toISOString() }];
};
const afterReports = (count: number) => {
  const enough = reports() + count;
  return vi.waitFor(() => expect(reports()).toBeGreaterThanOrEqual(enough), { timeout: 5_000, interval: 10 });
};
const ok = { commandId: 'a', ok: true };

describe('a simulated cabinet', () => {
  it('carries a command out once, however often it comes', async () => {
    await start();
    ask('a');
    await afterReports(4);

    expect(results()).toEqual([{ path: '/device/result', isSigned: true, body: ok }]);
    expect(await held()).toBe(0);
  });

  it('refuses what is impossible: nothing to give, no place, no such type', async () => {
    await start();
    for (const [id, kind] of [
      ['a', 'rent'],
      ['b', 'rent'],
      ['c', 'revert'],
      ['d', 'revert'],
      ['e', 'revert'],
    ] as const) {
      ask(id, kind);
      await afterReports(2);
    }

    expect(results().map(({ body }) => body.reason ?? body.ok)).toEqual([true, 'empty', true, true, 'full']);
  });

  it.each([
    ['refuses', 1, [{ isSigned: true, body: { commandId: 'a', ok: false, reason: 'out of order' } }]],
    ['twice', 0, Array(2).fill({ isSigned: true, body: ok })],
    ['never', 1, []],
    [
      'badly signed',
      0,
      [
        { isSigned: false, body: ok },
        { isSigned: true, body: ok },
      ],
    ],
    ['lost answer', 0, Array(2).fill({ isSigned: true, body: ok })],
  ] as const)('does so: %s; and the next command well', async (behaviour, left, expected) => {
    await start();
    await behave(behaviour);
    ask('a');
    await afterReports(4);

    expect(results()).toEqual(expected.map((one) => ({ path: '/device/result', ...one })));
    expect(await held()).toBe(left);
    ask('b', 'revert');
    await afterReports(2);
    expect(results().at(-1)?.body).toEqual({ commandId: 'b', ok: true });
  });

  it('does so: late, once the command has expired', async () => {
    await start();
    await behave('late');
    const expires = Date.now() + 200;
    ask('a', 'rent', expires);
    await afterReports(2);
    expect([results(), await held()]).toEqual([[], 1]);

    await vi.waitFor(() => expect(results()).toHaveLength(1), { timeout: 5_000, interval: 20 });
    expect(Date.now()).toBeGreaterThan(expires);
    expect(await held()).toBe(0);
  });

  it.each([
    ['reports first', undefined],
    ['reports answered', ['a']],
  ] as const)('does so: %s, before its result', async (behaviour, answered) => {
    await start();
    await behave(behaviour);
    ask('a');
    await afterReports(4);

    const sent = said.findIndex(({ path }) => path === '/device/result');
    expect(said[sent - 1]?.body).toMatchObject({ instruments: [{ remained: 0 }] });
    expect(said[sent - 1]?.body.answered).toEqual(answered);
    expect(said[sent + 1]?.body.answered).toEqual([]);
    expect(results()).toEqual([{ path: '/device/result', isSigned: true, body: ok }]);
  });

  it('does so: its clock is put back before its result, and stays so', async () => {
    await start();
    await behave('clock put back');
    ask('a');
    await afterReports(4);

    const sent = said.findIndex(({ path }) => path === '/device/result');
    const [before, ...after] = said.slice(sent - 1).map(({ time }) => time);
    expect(after.every((time) => time < Number(before) - 110_000)).toBe(true);
    expect(results()).toEqual([{ path: '/device/result', isSigned: true, body: ok }]);
  });

  it('says once that its reports are not taken, sends its results again, and says when all is well', async () => {
    await start();
    troubles.splice(0);
    isDown = true;
    await afterReports(3);
    expect(troubles).toEqual(['503 error: service busy']);

    isDown = false;
    await afterReports(2);
    expect(troubles).toEqual(['503 error: service busy', undefined]);
  });
});
