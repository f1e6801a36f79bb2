import { CallmeError, type FailMsg } from './error.ts';

/** Whether an error is the service's, or this client's, for one of these reasons. */
export const isFailure = (error: unknown, ...failMsgs: FailMsg[]): error is CallmeError =>
  error instanceof CallmeError && failMsgs.indexOf(error.failMsg) >= 0;

/** Whether the same request may well succeed in a moment: no answer came, or the service is overrun or broken. */
export const isTransient = (error: unknown): boolean =>
  error instanceof CallmeError && (error.status === 0 || error.status === 429 || error.status >= 500);
