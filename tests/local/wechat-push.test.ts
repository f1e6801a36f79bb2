import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Encryptor from 'node-easywechat/dist/Core/Encryptor.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pushSignature } from '../../lib/wechat/signature.ts';
import { running, start } from './simulator.ts';

type Received = { method: string; type: string; query: URLSearchParams; body: string };

const token = 'push-token';
const seconds = Date.parse('2026-03-01T12:00:00Z') / 1000;

afterEach(() => void vi.useRealTimers());

/** An app's server that answers as the test wants, and what it has received. */
const startApp = async (answer: (response: ServerResponse, received: Received[]) => void) => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const type = request.headers['content-type'] ?? '';
    received.push({ method: request.method ?? '', type, query, body });
    answer(response, received);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wx?app=5`;
  const { control } = await start();
  const push = (message?: Record<string, string | number>, aesKey?: string) =>
    control.push({
      appid: 'wx-eater',
      url,
      token,
      ...(message && { message }),
      ...(aesKey && { aesKey }),
    });
  return { received, push, control, url };
};

const isSigned = ({ query }: Received): boolean =>
  query.get('signature') === pushSignature(token, query.get('timestamp') ?? '', query.get('nonce') ?? '');

describe('POST /simulator/push', () => {
  it('pushes a message, signed, and tells what was answered', async () => {
    const reply = '<xml><Content><![CDATA[你好]]></Content></xml>';
    const { received, push } = await startApp((response) =>
      response.setHeader('Content-Type', 'application/xml').end(reply),
    );

    const result = await push({ MsgType: 'text', Content: 'a < b ]]> c', FromUserName: 'alice' });

    expect(result).toEqual({
      outcome: 'replied',
      tries: [{ status: 200, contentType: 'application/xml', body: reply }],
    });
    expect(received).toHaveLength(1);
    expect(received).toMatchObject([{ method: 'POST', type: 'text/xml' }]);
    expect(received.every(isSigned)).toBe(true);
    expect(Object.fromEntries(received[0]?.query ?? [])).toMatchObject({
      app: '5',
      timestamp: String(seconds),
      openid: 'alice',
    });
    expect(received[0]?.body).toMatch(
      new RegExp(
        '^<xml><ToUserName><!\\[CDATA\\[gh_wx-eater\\]\\]></ToUserName>' +
          '<FromUserName><!\\[CDATA\\[alice\\]\\]></FromUserName>' +
          `<CreateTime>${seconds}</CreateTime>` +
          '<MsgType><!\\[CDATA\\[text\\]\\]></MsgType>' +
          '<Content><!\\[CDATA\\[a < b \\]\\]\\]\\]><!\\[CDATA\\[> c\\]\\]></Content>' +
          '<MsgId>\\d{19}</MsgId></xml>$',
      ),
    );
  });

  it('pushes an event: without a MsgId, an EventKey where there always is one, numbers bare', async () => {
    const { received, push } = await startApp((response) => response.end());

    await push({ MsgType: 'event', Event: 'subscribe' });
    await push({ Event: 'subscribe', EventKey: 'qrscene_7', MsgType: 'event' });
    await push({ MsgType: 'event', Event: 'LOCATION', Latitude: 23.1 });

    const bodies = received.map(({ body }) => body.replace(/^.*(?=<MsgType>)/, ''));
    expect(bodies).toEqual([
      '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[]]></EventKey></xml>',
      '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_7]]></EventKey></xml>',
      '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[LOCATION]]></Event><Latitude>23.1</Latitude></xml>',
    ]);
    expect(received[0]?.body).toContain('<FromUserName><![CDATA[demo-patient]]>');
  });

  it('gives every message its own MsgId, and repeats one that is given', async () => {
    const { received, push } = await startApp((response) => response.end('success'));

    for (const MsgId of [undefined, undefined, '7000000000000000007', '7000000000000000007'])
      await push({ MsgType: 'text', Content: 'hi', ...(MsgId && { MsgId }) });

    const ids = received.map(({ body }) => /<MsgId>(\d+)<\/MsgId>/.exec(body)?.[1]);
    expect(new Set(ids).size).toBe(3);
    expect(ids[3]).toBe('7000000000000000007');
  });

  it.each([
    ['silent', 200, ''],
    ['silent', 200, 'success'],
    ['unavailable', 200, '{"ok":true}'],
    ['unavailable', 403, ''],
    ['unavailable', 500, '<xml></xml>'],
  ])('calls it %s when %i “%s” is answered, and asks no more', async (outcome, status, body) => {
    const { received, push } = await startApp((response) => response.writeHead(status).end(body));

    expect(await push({ MsgType: 'text', Content: 'hi' })).toMatchObject({
      outcome,
      tries: [{ status, body }],
    });
    expect(received).toHaveLength(1);
  });

  it('sends the same message again when the connection breaks, three times in all', async () => {
    const { received, push } = await startApp((response) => response.socket?.resetAndDestroy());

    const result = await push({ MsgType: 'text', Content: 'hi' });

    expect(result).toEqual({
      outcome: 'unavailable',
      tries: Array(3).fill({ failure: 'the connection failed' }),
    });
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(received.every(isSigned)).toBe(true);
  });

  describe('with a key', () => {
    const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
    const encryptor = new Encryptor('wx-eater', token, aesKey, 'wx-eater');
    const reply = '<xml><Content><![CDATA[你好]]></Content></xml>';

    it('pushes encrypted, and opens the reply', async () => {
      const { received, push } = await startApp((response) => response.end(encryptor.encrypt(reply)));

      const result = await push({ MsgType: 'text', Content: 'hi', FromUserName: 'alice' }, aesKey);

      expect(result).toMatchObject({ outcome: 'replied', reply });
      const [{ body, query }] = received as [Received];
      expect(received.every(isSigned)).toBe(true);
      expect(Object.fromEntries(query)).toMatchObject({ openid: 'alice', encrypt_type: 'aes' });
      expect(body).toMatch(/^<xml><ToUserName><!\[CDATA\[gh_wx-eater\]\]><\/ToUserName><Encrypt>/);
      const [, encrypted = ''] = /<Encrypt><!\[CDATA\[(.*)\]\]>/.exec(body) ?? [];
      const [signature, nonce] = [query.get('msg_signature') ?? '', query.get('nonce') ?? ''];
      expect(encryptor.decrypt(encrypted, signature, nonce, seconds)).toContain(
        '<Content><![CDATA[hi]]></Content>',
      );
    });

    it.each([
      ['in plain', reply],
      ['by another key', new Encryptor('wx-eater', token, 'z'.repeat(43)).encrypt(reply)],
      ['by another app', new Encryptor('wx-other', token, aesKey).encrypt(reply)],
      ['with another token', new Encryptor('wx-eater', 'other', aesKey).encrypt(reply)],
    ])('calls a reply %s unavailable, and silence silent', async (_, body) => {
      const { push } = await startApp((response, all) => response.end(all.length === 1 ? body : ''));

      expect(await push({ MsgType: 'text', Content: 'hi' }, aesKey)).toMatchObject({
        outcome: 'unavailable',
      });
      expect(await push({ MsgType: 'text', Content: 'hi' }, aesKey)).toMatchObject({ outcome: 'silent' });
    });
  });

  it('waits 5 seconds for an answer, and takes that of a later try', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const { push } = await startApp((response, { length }) => {
      if (length === 1) arrive();
      else response.end('success');
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pushed = push({ MsgType: 'text', Content: 'hi' });
    await arrived;

    vi.advanceTimersByTime(4_999);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);

    expect(await pushed).toEqual({
      outcome: 'silent',
      tries: [{ failure: 'no answer within 5 seconds' }, { status: 200, contentType: '', body: 'success' }],
    });
  });

  it('without a message checks the address', async () => {
    const { received, push } = await startApp((response, all) =>
      response.end(all.length === 1 ? all[0]?.query.get('echostr') : 'something else'),
    );

    expect(await push()).toMatchObject({ outcome: 'verified', tries: [{ status: 200 }] });
    expect(await push()).toMatchObject({ outcome: 'refused', tries: [{ body: 'something else' }] });
    expect(received.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(received.every(isSigned)).toBe(true);
    expect(received[0]?.query.get('echostr')).toMatch(/^\d+$/);
  });

  it.each([
    [{ url: 'http://192.168.1.1/wx' }, '"url" must be an http address on this machine'],
    [{ url: 'http://localhost.example.com/wx' }, '"url" must be an http address on this machine'],
    [{ url: 'file:///etc/hosts' }, '"url" must be an http address on this machine'],
    [{ token: '' }, '"token" must be a text.'],
    [{ aesKey: 'short' }, '"aesKey" must be an EncodingAESKey'],
    [{ appid: 'wx-nobody' }, 'The simulator knows no app "wx-nobody".'],
    [{ message: { Content: 'hi' } }, '"MsgType" must be a text.'],
    [{ message: { MsgType: 'text', 'a>b': 'c' } }, '"a>b" is no name of an element.'],
    [{ message: { MsgType: 'text', Content: null } }, '"message.Content" must be a text or a number.'],
    [{ message: { MsgType: 'text', MsgId: '<x>' } }, '"message.MsgId" must be a number.'],
    [{ message: 'hi' }, '"message" must be an object of texts and numbers.'],
  ])('refuses %o', async (changes, error) => {
    const { control, url, received } = await startApp((response) => response.end());
    const good = { appid: 'wx-eater', url, token, message: { MsgType: 'text' } };

    await expect(control.push({ ...good, ...(changes as object) })).rejects.toThrow(error);
    expect(received).toEqual([]);
  });
});
