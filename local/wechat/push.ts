import { randomBytes, randomInt } from 'node:crypto';
import { pushSignature } from '../../lib/wechat/signature.ts';
import { opened, sealed } from './sealed.ts';

/** Where an app's server wants WeChat's pushes, and what both know: the token, in 安全模式 the EncodingAESKey too. */
export type Callback = { url: URL; appid: string; token: string; aesKey?: string | undefined };

/** A message's elements by name. */
export type PushMessage = { FromUserName: string } & Record<string, string | number>;

/** What an app's server answered, or how it failed to. */
export type PushTry = { status: number; contentType: string; body: string } | { failure: string };

/**
 * What came of it. The user sees a reply (`replied`), nothing (`silent`) or that the service is out of order
 * (`unavailable`). The check of an address is passed (`verified`) or not (`refused`).
 */
export type Pushed = {
  outcome: 'replied' | 'silent' | 'unavailable' | 'verified' | 'refused';
  tries: PushTry[];
  /** The reply as the user gets it, where it came encrypted. */
  reply?: string;
};

const patienceMs = 5_000;
const maxTries = 3;
const numbers = ['CreateTime', 'MsgId'];

/** Pushes a message as WeChat does: what is not answered within 5 seconds is sent again, 3 times at most. */
export const push = async (callback: Callback, message: PushMessage, nowMs: number): Promise<Pushed> => {
  const stamp = stampOf(nowMs);
  const { query, body } = written(callback, message, stamp);
  const url = signed(callback, stamp, { openid: message.FromUserName, ...query });
  const request = { method: 'POST', headers: { 'Content-Type': 'text/xml' }, body };
  const tries: PushTry[] = [];
  while (tries.length < maxTries) {
    const answer = await ask(url, request);
    tries.push(answer);
    if ('status' in answer) return { ...outcomeOf(answer, callback), tries };
  }
  return { outcome: 'unavailable', tries };
};

/** Checks an address as WeChat does when it is configured: it has to answer the `echostr` and nothing else. */
export const checkCallback = async (callback: Callback, nowMs: number): Promise<Pushed> => {
  const echostr = String(randomInt(2 ** 47));
  const answer = await ask(signed(callback, stampOf(nowMs), { echostr }), { method: 'GET' });
  const isVerified = 'status' in answer && answer.status === 200 && answer.body === echostr;
  return { outcome: isVerified ? 'verified' : 'refused', tries: [answer] };
};

type Stamp = { timestamp: string; nonce: string };

const stampOf = (nowMs: number): Stamp => ({
  timestamp: String(Math.floor(nowMs / 1000)),
  nonce: randomBytes(5).toString('hex'),
});

/** A push's body, encrypted where there is a key, and what its query says of that. */
const written = (
  { aesKey, ...callback }: Callback,
  message: PushMessage,
  stamp: Stamp,
): { body: string; query: Record<string, string> } => {
  const text = xmlOf(message);
  if (!aesKey) return { body: text, query: {} };
  return sealed({ ...callback, aesKey }, { receiver: String(message.ToUserName), text }, stamp);
};

const signed = ({ url, token }: Callback, stamp: Stamp, more: Record<string, string>): URL => {
  const { timestamp, nonce } = stamp;
  const address = new URL(url);
  const query = { signature: pushSignature(token, timestamp, nonce), ...stamp, ...more };
  for (const [name, value] of Object.entries(query)) address.searchParams.append(name, value);
  return address;
};

const ask = async (url: URL, request: RequestInit): Promise<PushTry> => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const answer = await fetch(url, { ...request, redirect: 'manual', signal: patience.signal });
    const contentType = answer.headers.get('content-type') ?? '';
    return { status: answer.status, contentType, body: await answer.text() };
  } catch {
    return { failure: patience.signal.aborted ? 'no answer within 5 seconds' : 'the connection failed' };
  } finally {
    clearTimeout(timer);
  }
};

const outcomeOf = (
  { status, body }: { status: number; body: string },
  { aesKey, ...callback }: Callback,
): Omit<Pushed, 'tries'> => {
  if (status !== 200) return { outcome: 'unavailable' };
  if (body === '' || body === 'success') return { outcome: 'silent' };
  const reply = aesKey ? opened({ ...callback, aesKey }, body) : body;
  if (!reply || !/^\s*<xml>/.test(reply)) return { outcome: 'unavailable' };
  return { outcome: 'replied', ...(aesKey && { reply }) };
};

/** Numbers stand bare. A text may hold anything, also what ends it: then it goes on in a second CDATA. */
const xmlOf = (message: PushMessage): string => {
  const elements = Object.entries(message).map(([name, value]) => {
    const isBare = typeof value === 'number' || numbers.includes(name);
    const text = isBare ? value : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
    return `<${name}>${text}</${name}>`;
  });
  return `<xml>${elements.join('')}</xml>`;
};
