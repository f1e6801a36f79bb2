import { readOne, transact } from '../store/store.ts';
import { undisturbed } from '../store/undisturbed.ts';
import { changeDevice, type Device, type Report, toDevice } from './devices.ts';
import { deviceKey } from './keys.ts';
import { type Failure, fail } from './outcome.ts';
import { type Proof, using } from './signature.ts';
import { living } from './stock.ts';

/** What a cabinet is asked to do. `expires` is ISO 8601. */
type Ask = { id: string; kind: 'rent' | 'revert'; typeID: string; uuid: string; expires: string };

/**
 * Takes what a cabinet reports, and tells it what it is asked to do. A report that comes after a later one says nothing
 * new; of one that comes after a later result, the stock is out of date.
 */
export const takeReport = (
  proof: Proof,
  report: Report,
  seen: Device,
): Promise<{ commands: Ask[] } | Failure> =>
  undisturbed(async (isFirst) => {
    const device = isFirst ? seen : await findDevice(proof.deviceID);
    if (!device) return fail('invalid signature');
    const isStale = proof.time < (device.reportedAt ?? 0);
    const [used, changed] = await transact([
      using(proof),
      ...(isStale ? [] : [changeDevice(device, news(device, report, proof.time))]),
    ]);
    if (!used?.ok) return fail('invalid signature');
    return changed && !changed.ok ? undefined : { commands: asks(device) };
  });

const findDevice = async (deviceID: string): Promise<Device | undefined> => {
  const item = await readOne(deviceKey(deviceID));
  return item && toDevice(item);
};

/** A second's precision cannot tell a report from a result before it, which the stock has in it: not older is not newer. */
const news = ({ movedAt = 0 }: Device, { instruments, ...rest }: Report, time: number): Partial<Device> => ({
  ...rest,
  ...(time > movedAt && { instruments }),
  reportedAt: time,
  lastUpdate: Date.now(),
});

const asks = ({ waiting }: Device): Ask[] =>
  Object.entries(living(waiting)).map(([id, { kind, typeID, uuid, expires }]) => ({
    id,
    kind,
    typeID,
    uuid,
    expires: new Date(expires).toISOString(),
  }));
