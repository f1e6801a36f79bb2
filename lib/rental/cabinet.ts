import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Body, readBody, readBytes } from '../http/body.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { checked, type Fields, type Values } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { type Item, type Key, read } from '../store/store.ts';
import { envelope } from './answer.ts';
import { type Device, toDevice } from './devices.ts';
import { deviceKey } from './keys.ts';
import { Failure, fail, type Outcome } from './outcome.ts';
import { type CabinetPath, isSigned, type Proof, readTime, type Signed } from './signature.ts';
import { wording } from './wording.ts';

/** A route of a cabinet. */
type CabinetRoute<F extends Fields> = {
  fields: F;
  /** Items whose keys the request names: read in one request with the cabinet, in this order. */
  reads?: (request: Values<F> & { deviceID: string }) => Key[];
  answer: (request: {
    proof: Proof;
    device: Device;
    fields: Values<F>;
    items: (Item | undefined)[];
  }) => Promise<Outcome>;
};

const FORBIDDEN = 403;

/**
 * Makes the Lambda handler of a cabinet's route: checks the signature, then what is said. Whoever signs wrongly learns
 * nothing else and changes nothing; whether a signature was used before is for the route's transaction to find out.
 */
export const cabinetRoute = <F extends Fields>(path: CabinetPath, route: CabinetRoute<F>): Endpoint =>
  endpoint(wording, async (event) => {
    const claim = readClaim(path, event);
    if (!claim) return refused();

    const fields = await readFields(route.fields, event);
    const { deviceID } = claim.proof;
    const reads = fields instanceof Problem ? [] : (route.reads?.({ ...fields, deviceID }) ?? []);
    const [item, ...items] = await read([deviceKey(deviceID), ...reads]);
    const device = item && toDevice(item);
    if (!device || !isSigned(device.secret, claim.proof, claim.signed)) return refused();
    if (fields instanceof Problem) throw fields;

    const outcome = await route.answer({ proof: claim.proof, device, fields, items });
    const isRefused = outcome instanceof Failure && outcome.error === 'invalid signature';
    return isRefused ? refused() : envelope(outcome);
  });

const refused = () => ({ ...envelope(fail('invalid signature')), status: FORBIDDEN });

/** Who a request says it is from, and what is signed of it; undefined when a header is missing or makes no sense. */
const readClaim = (
  path: CabinetPath,
  event: APIGatewayProxyEventV2,
): { proof: Proof; signed: Signed } | undefined => {
  const {
    'x-device-id': deviceID = '',
    'x-device-time': timeText = '',
    'x-device-signature': signature = '',
  } = event.headers;
  const time = readTime(timeText);
  if (!/^[\w-]{1,64}$/.test(deviceID) || time === undefined) return undefined;
  return { proof: { deviceID, time, signature }, signed: { timeText, path, body: readBytes(event) } };
};

const readFields = async <F extends Fields>(
  fields: F,
  event: APIGatewayProxyEventV2,
): Promise<Values<F> | Problem> => {
  const body: Body | Problem = await readBody(event).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });
  return body instanceof Problem ? body : checked(fields, body);
};
