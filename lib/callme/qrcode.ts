import { savePicture } from '../store/pictures.ts';
import { type App, findApp } from '../wechat/apps.ts';
import { askWechat } from '../wechat/ask.ts';
import { getWxaCode } from '../wechat/code.ts';
import { WechatError } from '../wechat/errors.ts';
import { EATER_APP } from './callers.ts';
import { type Failure, fail } from './outcome.ts';
import { stallPage } from './pages.ts';
import { changeInfo, getSeller, type Qrcode } from './sellers.ts';

/**
 * The name of the picture with the stall's mini-program code, which opens the eaters' app. It is kept as long as that
 * is the same mini-program in the same version: WeChat gives an app so many codes and no more.
 * @param renew makes a new one in any case
 */
export const sellerQrcode = async (sellerId: number, renew: boolean): Promise<string | Failure> => {
  const [seller, app] = await Promise.all([getSeller(sellerId), findApp(EATER_APP)]);
  const kept = seller?.qrcode;
  if (kept && app && !renew && isSame(kept, versionOf(app))) return kept.picture;

  const made = await askWechat(EATER_APP, async (app) => ({
    code: await getWxaCode(app, stallPage(sellerId)),
    version: versionOf(app),
  }));
  if (made === undefined || made instanceof WechatError) return fail('API Error');
  const picture = await savePicture(made.code);
  await changeInfo(sellerId, { qrcode: { picture, ...made.version } });
  return picture;
};

type Version = Pick<Qrcode, 'appid' | 'envVersion'>;

const versionOf = ({ appid, envVersion = 'release' }: App): Version => ({ appid, envVersion });

const isSame = (one: Version, other: Version): boolean =>
  one.appid === other.appid && one.envVersion === other.envVersion;
