import { type Body, readBytes } from '../http/body.ts';
import { behind, type Door } from '../http/route.ts';
import { read } from '../store/store.ts';
import { type Device, toDevice } from './devices.ts';
import { dialect } from './dialect.ts';
import { deviceKey } from './keys.ts';
import { type ErrorWord, fail } from './outcome.ts';
import { type CabinetPath, isSigned, type Proof, readTime, type Signed } from './signature.ts';

type Claim = { proof: Proof; signed: Signed };

/**
 * A cabinet's signature. Whoever signs wrongly learns nothing else and changes nothing; whether a signature was used
 * before is for the route's transaction to find out.
 */
const signedFor = (path: CabinetPath): Door<Body, Claim, { proof: Proof; device: Device }, ErrorWord> => ({
  claim: (event) => {
    const {
      'x-device-id': deviceID = '',
      'x-device-time': timeText = '',
      'x-device-signature': signature = '',
    } = event.headers;
    const time = readTime(timeText);
    if (!/^[\w-]{1,64}$/.test(deviceID) || time === undefined) return fail('invalid signature');
    return { proof: { deviceID, time, signature }, signed: { timeText, path, body: readBytes(event) } };
  },
  find: async ({ proof, signed }, keys) => {
    const [item, ...items] = await read([deviceKey(proof.deviceID), ...keys]);
    const device = item && toDevice(item);
    if (!device || !isSigned(device.secret, proof, signed)) return fail('invalid signature');
    return { who: { proof, device }, items };
  },
  outcomes: ['invalid signature'],
});

/** Makes the Lambda handler of a cabinet's route. `path` is part of what is signed. */
export const cabinetRoute = (path: CabinetPath) => behind(dialect, signedFor(path));
