import { Failure as AnyFailure } from '../failure.ts';

/** The codes of the source document. H5 pages switch on these numbers. */
export const CODE = {
  unauthorized: 1200,
  unreadable: 2000,
  missing: 2001,
  invalid: 2002,
  internal: 3000,
  oauth: 60000,
  ticket: 60001,
} as const;

/** A documented failure: returned, never thrown. */
export const Failure = AnyFailure<keyof typeof CODE>;
export type Failure = AnyFailure<keyof typeof CODE>;

/** The result that says why something fails, with a sentence for people. */
export const fail = (reason: keyof typeof CODE, msg: string): Failure => new Failure(reason, { msg });

/**
 * A browser goes on: where to, and what its cookie `sid` has to be from now on. `state` where a login begins that must
 * know the `sid` whatever another tab does to it.
 */
export type Onward = { sid: string; url: string; state?: string };

/** What a browser brings is good no longer, or not there: it logs in again. */
export type Again = { again: true };

/** What the user of a browser reads, in a sentence: what cannot go on as it is, and what to do. */
export type Sentence = { sentence: string };

/** A login that this browser cannot go on with, now or ever. */
export const STALE: Sentence = { sentence: '登录请求无效或已过期，请返回后重新打开页面。' };

/** WeChat did not say who the user is, through no fault of theirs. */
export const loginFailed = (): Failure => fail('oauth', '微信登录失败，请稍后再试');

/** The envelope of every answer in JSON. */
export const envelope = (outcome: unknown) =>
  outcome instanceof Failure
    ? { ok: false, error: { code: CODE[outcome.word as keyof typeof CODE], msg: outcome.more.msg } }
    : { ok: true, data: outcome };
