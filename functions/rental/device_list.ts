import { listDevices, shown } from '../../lib/rental/devices.ts';
import { openRoute } from '../../lib/rental/route.ts';

/** GET /device/list: every cabinet and what can be had from it. Anyone may ask. */
export const handler = openRoute({
  fields: {},
  answer: async () => ({ devices: (await listDevices()).map(shown) }),
});
