import type { Callme, FailMsg } from '../../client/callme.ts';
import { CallmeError } from '../../client/callme.ts';

/** The demo stall, ready to hand out numbers. */
export type Stall = { sellerId: number; sellerName: string; boardUrl: string };

const TEL = '13800000001';
const NAMES = { sellerName: '演示窗口', personName: '演示店主' };
const MENU = ['麻辣香锅', '番茄牛腩饭', '葱油拌面', '不要香菜'];
const MONTHS = 12;

/** Opens the demo stall: finds it bound to its seller, or enrols and binds it as an administrator and a seller do. */
export const openStall = async (seller: Callme, admin: Callme): Promise<Stall> => {
  const { sellerName, balanceMon } = await seller.info().catch((error) => {
    if (!isFailure(error, 'Invalid Session Error')) throw error;
    return found(seller, admin);
  });
  if (balanceMon === 0) await admin.renew({ telNum: TEL, term: MONTHS });

  const [{ sellerId }, { boardUrl }] = await Promise.all([seller.note(), seller.board()]);
  return { sellerId, sellerName, boardUrl };
};

const found = async (seller: Callme, admin: Callme) => {
  try {
    await admin.signup({ telNum: TEL, term: MONTHS });
    await seller.signup({ telNum: TEL, ...NAMES });
  } catch (error) {
    // Another tab may have been faster: then there is a stall now.
    if (!isFailure(error, 'Taken Error') && !isFailure(error, 'Invalid Tel Error')) throw error;
    return seller.info().catch(() => {
      throw error;
    });
  }
  return seller.info({ menuList: MENU });
};

const isFailure = (error: unknown, failMsg: FailMsg): boolean =>
  error instanceof CallmeError && error.failMsg === failMsg;
