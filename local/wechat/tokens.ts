import { randomBytes } from 'node:crypto';
import { beijingDay } from './day.ts';

/** `token`: from cgi-bin/token; `stable`: from cgi-bin/stable_token. Neither revokes the other's. */
export type TokenKind = 'token' | 'stable';

export type IssuedToken = { access_token: string; expires_in: number };

/** Whose token it is, or the errcode that it earns. */
export type TokenCheck = { appid: string } | { errcode: 40001 | 40014 | 42001 };

export type ExpiryErrcode = 40001 | 40014 | 42001;

export type Tokens = {
  /** A new token; the one before it lives 5 more minutes, the one before that dies. */
  replace(appid: string, kind: TokenKind): IssuedToken;
  /** The stable token with its remaining seconds; a new one in the last 5 minutes, or if forced. */
  stable(appid: string, forceRefresh: boolean): IssuedToken;
  check(token: string): TokenCheck;
  /** Whose token it is or was; for the list of calls. */
  owner(token: string): string | undefined;
  /** Kills all the app's tokens: from now on they are answered with `errcode`. */
  expire(appid: string, errcode: ExpiryErrcode): void;
};

type Token = {
  text: string;
  appid: string;
  expiresAt: number;
  replacedAt: number;
  killedWith: ExpiryErrcode | undefined;
};
type Line = { current: Token; previous: Token | undefined };
type Forced = { day: number; count: number; lastAt: number };

const lifetimeMs = 7200_000;
const overlapMs = 300_000;
const forcedPerDay = 20;
const forcedGapMs = 30_000;
const tokenForm = /^[\w-]{20,512}$/;

/** The access tokens of all apps, one line of succession per app and kind. */
export const createTokens = (now: () => number): Tokens => {
  const byText = new Map<string, Token>();
  const lines = new Map<string, Line>();
  const forced = new Map<string, Forced>();

  const replace = (appid: string, kind: TokenKind): IssuedToken => {
    forgetOld(byText, now() - lifetimeMs);
    const line = lines.get(`${kind} ${appid}`);
    // Only one predecessor lives on: this is why two forced refreshes get rid of a leaked token.
    if (line?.previous) line.previous.killedWith ??= 40001;
    if (line) line.current.replacedAt = now();
    const current = newToken(appid, now());
    byText.set(current.text, current);
    lines.set(`${kind} ${appid}`, { current, previous: line?.current });
    return issued(current, now());
  };

  const stable = (appid: string, forceRefresh: boolean): IssuedToken => {
    const current = lines.get(`stable ${appid}`)?.current;
    // Beyond its limits a forced refresh is silently an ordinary call.
    if (forceRefresh && takeForced(forced, appid, now())) return replace(appid, 'stable');
    if (!current || current.killedWith || current.expiresAt - now() < overlapMs)
      return replace(appid, 'stable');
    return issued(current, now());
  };

  const check = (text: string): TokenCheck => {
    if (!tokenForm.test(text)) return { errcode: 40014 };
    const token = byText.get(text);
    if (!token) return { errcode: 40001 };
    if (token.killedWith) return { errcode: token.killedWith };
    if (now() >= token.expiresAt) return { errcode: 42001 };
    if (now() - token.replacedAt >= overlapMs) return { errcode: 40001 };
    return { appid: token.appid };
  };

  const expire = (appid: string, errcode: ExpiryErrcode): void => {
    for (const token of byText.values()) if (token.appid === appid) token.killedWith = errcode;
  };

  return { replace, stable, check, expire, owner: (text) => byText.get(text)?.appid };
};

const newToken = (appid: string, nowMs: number): Token => ({
  text: `72_${randomBytes(96).toString('base64url')}`,
  appid,
  expiresAt: nowMs + lifetimeMs,
  replacedAt: Number.POSITIVE_INFINITY,
  killedWith: undefined,
});

const issued = (token: Token, nowMs: number): IssuedToken => ({
  access_token: token.text,
  expires_in: Math.floor((token.expiresAt - nowMs) / 1000),
});

/** Takes one of the app's 20 forced refreshes of the day (Beijing time), at least 30 s after the last. */
const takeForced = (forced: Map<string, Forced>, appid: string, nowMs: number): boolean => {
  const day = beijingDay(nowMs);
  const before = forced.get(appid);
  const count = before?.day === day ? before.count : 0;
  if (count >= forcedPerDay || (before && nowMs - before.lastAt < forcedGapMs)) return false;
  forced.set(appid, { day, count: count + 1, lastAt: nowMs });
  return true;
};

/** Forgets tokens long expired; the Map holds the oldest first. */
const forgetOld = (tokens: Map<string, Token>, before: number): void => {
  for (const [text, { expiresAt }] of tokens) {
    if (expiresAt >= before) return;
    tokens.delete(text);
  }
};
