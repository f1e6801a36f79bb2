import { type CabinetPath, sign } from '../../lib/rental/signature.ts';

/** Who a cabinet is to the HTTP API at `url`. */
export type Identity = { url: string; deviceID: string; secret: string };

/** What the API asks a cabinet to do. `expires` is ISO 8601. */
export type Command = { id: string; kind: 'rent' | 'revert'; typeID: string; uuid: string; expires: string };

type Reply = { status: number; body: { status?: string; commands?: Command[] } };

const PATIENCE = 10_000;

/** Sends a request, signed at `time` (epoch ms), wrongly if asked. Rejects when there is no answer. */
export const speak = async (
  { url, deviceID, secret }: Identity,
  path: CabinetPath,
  said: object,
  { time, wronglySigned = false }: { time: number; wronglySigned?: boolean },
): Promise<Reply> => {
  const body = JSON.stringify(said);
  const timeText = String(time);
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
