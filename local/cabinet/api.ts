import { type CabinetPath, sign } from '../../lib/rental/signature.ts';

/** Who a cabinet is to the HTTP API at `url`. */
export type Identity = { url: string; deviceID: string; secret: string };

/** What the API asks a cabinet to do. `expires` is ISO 8601. */
export type Command = { id: string; kind: 'rent' | 'revert'; typeID: string; uuid: string; expires: string };

type Reply = { status: number; body: { status?: string; commands?: Command[] } };

const PATIENCE = 10_000;
let last = 0;

/** Sends a signed request, with a signature that is wrong if asked. Rejects when there is no answer. */
export const speak = async (
  { url, deviceID, secret }: Identity,
  path: CabinetPath,
  said: object,
  { wronglySigned = false } = {},
): Promise<Reply> => {
  const body = JSON.stringify(said);
  const timeText = String(now());
  const key = wronglySigned ? `not ${secret}` : secret;
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-device-id': deviceID,
      'x-device-time': timeText,
      'x-device-signature': sign(key, { timeText, path, body: Buffer.from(body) }),
    },
    body,
    signal: AbortSignal.timeout(PATIENCE),
  });
  return { status: response.status, body: (await response.json()) as Reply['body'] };
};

/** The time, never the same twice: two requests must not have one signature. */
const now = (): number => {
  last = Math.max(Date.now(), last + 1);
  return last;
};
