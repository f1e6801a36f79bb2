/** Every reason for which the service refuses a query: its own words, on which an app switches. */
export type FailMsg =
  | 'API Error'
  | 'Called Error'
  | 'Code Error'
  | 'Full Error'
  | 'Illegal Seller Error'
  | 'Invalid Param Error'
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
  | 'Sold Out Error'
  | 'Taken Error'
  | 'Too Many Error'
  // What is wrong with a request or with the service.
  | 'Body Too Large'
  | 'Illegal query'
  | 'Server Error'
  | 'Service Busy'
  | 'Session Time Out'
  // Said by this client: no answer came, or one that is not the service's.
  | 'Network Error'
  | 'Bad Answer';

/** What every method throws. */
export class CallmeError extends Error {
  readonly failMsg: FailMsg;
  /** The answer's HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The field that is missing or wrong, of an `Invalid Param Error`. */
  readonly field: string | undefined;
  /** By which the service's log tells a `Server Error`. */
  readonly requestId: string | undefined;
  /** What the network said, of a `Network Error`. */
  readonly reason: unknown;

  constructor(
    failMsg: FailMsg,
    more: { status?: number; field?: string; requestId?: string; reason?: unknown } = {},
  ) {
    const { status = 0, field, requestId, reason } = more;
    const { errMsg, message } = (reason ?? {}) as { errMsg?: string; message?: string };
    const detail = field ?? requestId ?? errMsg ?? message;
    super(detail ? `${failMsg}: ${detail}` : failMsg);
    this.name = 'CallmeError';
    this.failMsg = failMsg;
    this.status = status;
    this.field = field;
    this.requestId = requestId;
    this.reason = reason;
  }
}
