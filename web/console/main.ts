import { byId, complain } from './dom.ts';
import { createEaters, eaterName } from './eaters.ts';
import { openLog } from './log-view.ts';
import { createPhones } from './people.ts';
import { createSellerPhone, type SellerPhone } from './seller.ts';
import { readSettings } from './settings.ts';
import { openStall, type Stall } from './stall.ts';
import { showAbout, showNoSimulator, showState, showTrouble } from './state.ts';
import { createWechat } from './wechat.ts';
import { wordsFor } from './words.ts';

/** Opens the demo stall, shows its hall display, and switches two phones on. */
const main = async (): Promise<void> => {
  const settings = await readSettings();
  const log = openLog({ request: '请求', socket: '推送', wechat: '微信' });
  const wechat = createWechat(settings.wechatUrl, log);
  const reached = (isThere: boolean) => showState(isThere ? 'live' : 'lost');
  if (!(await wechat.listen({ nameOf: eaterName, reached }))) return showNoSimulator(settings.wechatUrl);

  const phones = createPhones(settings, wechat, log);
  let phone: SellerPhone | undefined;
  const seller = phones({
    who: '商家',
    as: 'seller',
    openid: 'demo-seller',
    // The SDK tells of numbers; that a note was written is told by the socket alone.
    heard: ({ push }) => push === 'queue' && phone?.refresh().catch(complain),
  });
  const stall = await openStall(seller, phones({ who: '管理员', as: 'seller', openid: 'demo-admin' }));
  showStall(stall);
  const eaters = await createEaters(phones, stall.sellerId);
  phone = createSellerPhone(seller, stall.sellerId, eaters.offer);
  showState('live');
};

const showStall = ({ sellerId, sellerName, boardUrl }: Stall): void => {
  showAbout(sellerName, `sellerId ${sellerId}`);
  byId<HTMLIFrameElement>('board').src = boardUrl;
  const link = byId<HTMLAnchorElement>('board-link');
  link.href = boardUrl;
  link.hidden = false;
};

main().catch((error) => showTrouble(wordsFor(error)));
