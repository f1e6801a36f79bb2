import { addDevice, listDevices } from '../../lib/rental/devices.ts';
import { enrolling } from '../../lib/rental/users.ts';
import { ABSENT, write } from '../../lib/store/store.ts';
import type { CabinetsOptions } from './server.ts';

/** The openid of a user who may borrow: they have a phone. */
const BORROWER = 'demo-borrower';

const basketballs = { typeID: 'basketball', typeName: '篮球', total: 4, remained: 3 };
const rackets = { typeID: 'badminton', typeName: '羽毛球拍', total: 6, remained: 4 };
const bats = { typeID: 'pingpong', typeName: '乒乓球拍', total: 4, remained: 1 };

/** The cabinets of a laptop. Their simulator knows their secrets too. */
const DEMO_CABINETS: (CabinetsOptions['cabinets'][number] & { location: { x: number; y: number } })[] = [
  { name: '北交1', location: { x: 116.3417, y: 39.9502 }, instruments: [basketballs, rackets] },
  { name: '北交2', location: { x: 116.3436, y: 39.9517 }, instruments: [basketballs, bats] },
  { name: '北交3', location: { x: 116.3398, y: 39.9489 }, instruments: [rackets, bats] },
].map((cabinet, i) => ({
  deviceID: `demo-cabinet-${i + 1}`,
  secret: `demo-cabinet-secret-${i + 1}`,
  ...cabinet,
}));

/** The cabinets with what they held when they were last heard of: what is borrowed now is not in them. */
export const demoCabinets = async (): Promise<typeof DEMO_CABINETS> => {
  const known = await listDevices();
  return DEMO_CABINETS.map((cabinet) => {
    const reported = known.find(({ deviceID }) => deviceID === cabinet.deviceID)?.instruments ?? [];
    const held = (typeID: string) => reported.find((instrument) => instrument.typeID === typeID);
    const instruments = cabinet.instruments.map((instrument) => held(instrument.typeID) ?? instrument);
    return { ...cabinet, instruments };
  });
};

/** Registers the cabinets, unless they are, and a user who may borrow from them. */
export const writeDemoCabinets = async (): Promise<void> => {
  await Promise.all([
    ...DEMO_CABINETS.map(({ deviceID, name, location, secret }) =>
      addDevice({ deviceID, name, location, secret }),
    ),
    write({ ...enrolling(BORROWER, { name: '小李', phone: '+86 13800000000' }), when: ABSENT }),
  ]);
};
