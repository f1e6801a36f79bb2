/**
 * One thing that happened: a request and its answer, a WebSocket's message, something between WeChat and a user, or what a
 * cabinet did.
 */
export type Entry = {
  readonly id: number;
  /** When it began, and at first if it is a poll; epoch milliseconds. */
  readonly at: number;
  readonly who: string;
  readonly kind: Kind;
  /** The query, or what the message is about. */
  readonly name: string;
  readonly way: '⇄' | '→' | '←';
  readonly sent?: unknown;
  received?: unknown;
  /** `refused`: the service says no; `failed`: nobody answers, or not as they should. */
  state: 'pending' | 'fine' | 'refused' | 'failed';
  /** Of a request: HTTP status, and milliseconds until the whole answer was there. */
  status?: number;
  ms?: number;
  /** A command that sends the request again. */
  readonly curl?: string;
  /** How often it happened in a row. */
  times: number;
};

export type Kind = 'request' | 'socket' | 'wechat' | 'cabinet';
export type NewEntry = Omit<Entry, 'id' | 'at' | 'state' | 'times'> & { state?: Entry['state'] };
