/** Everything that a status can say after `error: `, but for what is wrong with the request itself. */
export type ErrorWord =
  | 'invalid code'
  | `weixin: ${string}`
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
export class Failure {
  readonly error: ErrorWord;

  constructor(error: ErrorWord) {
    this.error = error;
  }
}

/** The result that says why a request is refused. */
export const fail = (error: ErrorWord): Failure => new Failure(error);

/** What an answer carries beyond `accepted`, or why it is none. */
export type Outcome = Record<string, unknown> | Failure;
