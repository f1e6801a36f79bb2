import { byId, complain } from './dom.ts';
import { createEaters, eaterName } from './eaters.ts';
import { createLog } from './log.ts';
import { createLogView } from './log-view.ts';
import { createPhones } from './people.ts';
import { createSellerPhone, type SellerPhone } from './seller.ts';
import { readSettings } from './settings.ts';
import { openStall, type Stall } from './stall.ts';
import { createWechat } from './wechat.ts';
import { wordsFor } from './words.ts';

const MOST_ENTRIES = 200;

/** Opens the demo stall, shows its hall display, and switches two phones on. */
const main = async (): Promise<void> => {
  const settings = await readSettings();
  const log = createLog(MOST_ENTRIES, createLogView());
  byId('clear-log').addEventListener('click', log.clear);
  const wechat = createWechat(settings.wechatUrl, log, (isThere) => showState(isThere ? 'live' : 'lost'));
  if (!(await wechat.listen(eaterName))) {
    showTrouble(
      '控制台用微信模拟器登录，但 WECHAT_API_BASE_URL 指向的不是模拟器 · ' +
        `The console logs in with the WeChat simulator, and there is none at ${settings.wechatUrl}`,
    );
    return;
  }

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
  byId('stall').textContent = `${sellerName} · sellerId ${sellerId} · ${location.origin}`;
  byId<HTMLIFrameElement>('board').src = boardUrl;
  const link = byId<HTMLAnchorElement>('board-link');
  link.href = boardUrl;
  link.hidden = false;
};

const showState = (state: 'live' | 'lost'): void => {
  const element = byId('state');
  if (element.dataset.state === state) return;
  element.dataset.state = state;
  element.textContent = state === 'live' ? '已连接 live' : '未连接 not connected';
};

const showTrouble = (words: string): void => {
  showState('lost');
  byId('trouble').textContent = words;
  byId('trouble').hidden = false;
};

main().catch((error) => showTrouble(wordsFor(error)));
