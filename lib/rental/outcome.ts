import { Failure as AnyFailure, failure } from '../failure.ts';

/** Everything that a status can say after `error: `. After `weixin` comes what WeChat said. */
export type ErrorWord =
  | 'invalid code'
  | 'weixin'
  | 'invalid request'
  | 'invalid userid'
  | 'invalid session_id'
  | 'no device'
  | 'device offline'
  | 'wrong captcha'
  | 'no instrument'
  | 'no such item'
  | 'no place'
  | 'no permission'
  | 'busy'
  | 'invalid signature'
  | 'no such command';

/** A documented failure: returned, never thrown. */
export const Failure = AnyFailure<ErrorWord>;
export type Failure = AnyFailure<ErrorWord>;

/** The result that says why a request is refused. */
export const fail = failure<ErrorWord>;

/** What an answer carries beyond `accepted`. */
export type Done = Record<string, unknown>;

/** What an answer carries beyond `accepted`, or why it is none. */
export type Outcome = Done | Failure;
