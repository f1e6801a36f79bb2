import { CallmeError, type FailMsg } from './error.ts';
import type { Picture, Reply, Transport } from './transport.ts';

export type Body = Record<string, unknown>;
export type Answer = { status: number; body: Body };

/** One request and its answer, whatever it says. Throws `Network Error` when none comes. */
export type Exchange = (query: string, fields: Body, picture?: Picture) => Promise<Answer>;

/** Makes the exchange with the service at an address. */
export const createExchange =
  (url: string, transport: Transport, timeoutMs: number): Exchange =>
  async (query, fields, picture) => {
    const address = `${url.replace(/\/+$/, '')}/callme/${query}`;
    const send = (): Promise<Reply> =>
      picture === undefined
        ? transport.post(address, JSON.stringify(fields), timeoutMs)
        : transport.upload(address, fields as Record<string, string>, picture, timeoutMs);
    try {
      const { status, body } = await send();
      return { status, body: toBody(body) };
    } catch (reason) {
      throw new CallmeError('Network Error', { reason });
    }
  };

/** What a successful answer carries. Any other is thrown. */
export const read = (query: string, { status, body }: Answer): Body => {
  const { [`${query}Success`]: outcome, ...carried } = body;
  if (outcome === 'success') return carried;
  const { failMsg, queryErr, field, requestId } = body as Record<string, string | undefined>;
  throw new CallmeError((failMsg ?? queryErr ?? 'Bad Answer') as FailMsg, {
    status,
    ...(field && { field }),
    ...(requestId && { requestId }),
  });
};

/** Reads text as a JSON object; what is none carries nothing. */
export const toBody = (body: unknown): Body => {
  try {
    const value: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    return typeof value === 'object' && value !== null ? (value as Body) : {};
  } catch {
    return {};
  }
};
