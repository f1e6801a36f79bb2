import { readOne, transact } from '../store/store.ts';
import { undisturbed } from '../store/undisturbed.ts';
import { changeDevice, type Device, type Report, toDevice } from './devices.ts';
import { deviceKey } from './keys.ts';
import { type Failure, fail } from './outcome.ts';
import { type Proof, using } from './signature.ts';
import { answerable, count, living, tell } from './waiting.ts';

/** What a cabinet is asked to do. `expires` is ISO 8601. */
type Ask = { id: string; kind: 'rent' | 'revert'; typeID: string; uuid: string; expires: string };

/**
 * Takes what a cabinet reports, and tells it what it is asked to do. What it shows and that it is there go by our clock:
 * the last report that comes is the newest. Whether its stock is, only the cabinet's own clock can tell (`news`).
 */
export const takeReport = (
  proof: Proof,
  report: Report,
  seen: Device,
): Promise<{ commands: Ask[] } | Failure> =>
  undisturbed(async (isFirst) => {
    const device = isFirst ? seen : await findDevice(proof.deviceID);
    if (!device) return fail('invalid signature');
    const [used, changed] = await transact([
      using(proof),
      changeDevice(device, news(device, report, proof.time)),
    ]);
    if (!used?.ok) return fail('invalid signature');
    return changed?.ok ? { commands: asks(device) } : undefined;
  });

const findDevice = async (deviceID: string): Promise<Device | undefined> => {
  const item = await readOne(deviceKey(deviceID));
  return item && toDevice(item);
};

/**
 * What a report changes. The stock of one that is older than the last report, or not newer than the last result, was made
 * before them, or the cabinet's clock was put back: it does not count, but the next one does that is newer than this one.
 * (A clock of whole seconds cannot tell a report from a result before it: not older is not newer.)
 */
const news = (device: Device, { answered, instruments, ...shown }: Report, time: number): Partial<Device> => {
  const { reportedAt = 0, movedAt = 0, instruments: known } = device;
  const isNewer = time >= reportedAt && time > movedAt;
  const waiting = answerable(device.waiting);
  return {
    ...shown,
    lastUpdate: Date.now(),
    reportedAt: time,
    movedAt: Math.min(movedAt, time),
    waiting: tell(isNewer ? count(waiting, known, { instruments, answered }) : waiting),
    ...(isNewer && { instruments }),
  };
};

const asks = ({ waiting }: Device): Ask[] =>
  Object.entries(living(waiting)).map(([id, { kind, typeID, uuid, expires }]) => ({
    id,
    kind,
    typeID,
    uuid,
    expires: new Date(expires).toISOString(),
  }));
