/** Every `failMsg` of the source document and of what the service became. Mini-programs switch on these words. */
export type FailMsg =
  | 'API Error'
  | 'Illegal Seller Error'
  | 'Invalid Session Error'
  | 'Invalid Sn Error'
  | 'Invalid Tel Error'
  | 'Login Error'
  | 'Need Renew Error'
  | 'Need Signup Error'
  | 'No Sn Valid'
  | 'Not Admin Error'
  | 'Not Ready Yet'
  | 'Not Your Order Error'
  | 'Null List Error'
  | 'Out Of Duty Error'
  | 'Seller Openid Error'
  | 'Taken Error';

/** A documented failure: returned, never thrown. `more` is what the answer carries beside `failMsg`. */
export class Failure {
  readonly failMsg: FailMsg;
  readonly more: Record<string, unknown>;

  constructor(failMsg: FailMsg, more: Record<string, unknown> = {}) {
    this.failMsg = failMsg;
    this.more = more;
  }
}

/** The result that says why a query fails. */
export const fail = (failMsg: FailMsg, more?: Record<string, unknown>): Failure => new Failure(failMsg, more);

/** What an answer carries beyond success, or why there is none. */
export type Outcome = Record<string, unknown> | Failure;
