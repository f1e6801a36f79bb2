import { savePicture } from '../store/pictures.ts';
import { getWxaCode } from '../wechat/code.ts';
import { EATER_APP } from './callers.ts';
import { askWechat } from './login.ts';
import { Failure } from './outcome.ts';
import { changeInfo, getSeller } from './sellers.ts';

/** The name of the picture with the stall's mini-program code. WeChat is asked once, for the eaters' app. */
export const sellerQrcode = async (sellerId: number): Promise<string | Failure> => {
  const seller = await getSeller(sellerId);
  if (seller?.qrcode) return seller.qrcode;

  const code = await askWechat(EATER_APP, (app) => getWxaCode(app, `pages/qu/qu?sellerId=${sellerId}`));
  if (code instanceof Failure) return code;
  const qrcode = await savePicture(code);
  await changeInfo(sellerId, { qrcode });
  return qrcode;
};
