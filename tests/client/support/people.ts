import { createCallme } from '../../../client/callme.ts';
import type { Callme, CallmeOptions } from '../../../client/client.ts';
import { control, EATERS, openStall, SELLERS, type StallFixture, someone } from '../../support/canteen.ts';
import type { Service } from './service.ts';

/** A client of somebody who logs in as the openid. It polls often, and is patient with a busy machine. */
export const clientOf = (
  service: Service,
  as: CallmeOptions['as'],
  openid = someone(),
  options: Partial<CallmeOptions> = {},
): Callme =>
  createCallme({
    url: service.url,
    as,
    login: () => control().login({ appid: as === 'seller' ? SELLERS.appid : EATERS.appid, openid }),
    pollMs: 50,
    timeoutMs: 20_000,
    ...options,
  });

export type Scene = { stall: StallFixture; seller: Callme; sellerId: number };

/** A paid stall with its seller's client, whose changes the stream tells. */
export const openScene = async (service: Service): Promise<Scene> => {
  const stall = await openStall();
  service.mind(stall.sellerId);
  return { stall, sellerId: stall.sellerId, seller: clientOf(service, 'seller', stall.openid) };
};

/** A client of an administrator. */
export const administratorOf = async (service: Service): Promise<Callme> => {
  const { addAdmin } = await import('../../../lib/callme/admins.ts');
  const openid = someone();
  await addAdmin(`2#${openid}`);
  return clientOf(service, 'seller', openid);
};
