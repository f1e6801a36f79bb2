import { Failure as AnyFailure, failure } from '../failure.ts';

/** Every `failMsg` of the source document and of what the service became. Mini-programs switch on these words. */
export type FailMsg =
  | 'API Error'
  | 'Called Error'
  | 'Code Error'
  | 'Full Error'
  | 'Illegal Seller Error'
  | 'Invalid Session Error'
  | 'Invalid Sn Error'
  | 'Invalid Span Error'
  | 'Invalid Tel Error'
  | 'Login Error'
  | 'Need Renew Error'
  | 'Need Signup Error'
  | 'No Sn Valid'
  | 'Not Admin Error'
  | 'Not Open Error'
  | 'Not Ready Yet'
  | 'Not Your Order Error'
  | 'Null List Error'
  | 'Out Of Duty Error'
  | 'Seller Openid Error'
  | 'Session Time Out'
  | 'Sold Out Error'
  | 'Taken Error'
  | 'Too Many Error';

/** A documented failure: returned, never thrown. */
export const Failure = AnyFailure<FailMsg>;
export type Failure = AnyFailure<FailMsg>;

/** The result that says why a query fails. */
export const fail = failure<FailMsg>;

/** What an answer carries beyond success. */
export type Done = Record<string, unknown>;

/** What an answer carries beyond success, or why there is none. */
export type Outcome = Done | Failure;
