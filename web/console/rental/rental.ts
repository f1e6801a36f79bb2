import { complain } from '../dom.ts';
import { recordedFetch } from '../fetch.ts';
import { openLog } from '../log-view.ts';
import { readSettings } from '../settings.ts';
import { showAbout, showNoSimulator, showState, showTrouble } from '../state.ts';
import { createWechat } from '../wechat.ts';
import { wordsFor } from '../words.ts';
import { createRental } from './api.ts';
import { createBorrower } from './borrower.ts';
import { createCabinetView } from './cabinet-view.ts';
import { type Cabinet, watchCabinets } from './cabinets.ts';
import { createPhone } from './phone.ts';

const WHO = '借用人';
const OPENID = 'demo-borrower';

/** Switches a borrower's phone on, and stands it before one of the cabinets. */
const main = async (): Promise<void> => {
  const { wechatUrl, cabinetsUrl, apps } = await readSettings();
  const log = openLog({ request: '请求', cabinet: '柜子', wechat: '微信' });
  const wechat = createWechat(wechatUrl, log);
  if (!(await wechat.isThere())) return showNoSimulator(wechatUrl);
  showAbout(OPENID, apps.rental);

  const rental = createRental(recordedFetch(log), WHO, () => wechat.login(WHO, apps.rental, OPENID));
  let showPhone = (): void => {};
  const borrower = await createBorrower(rental, { changed: () => showPhone(), failed: complain });

  let cabinets: Cabinet[] = [];
  let chosen = '';
  const showCabinet = createCabinetView((cabinet, next) => simulator.behave(cabinet, next));
  const show = (): void => {
    const cabinet = cabinets.find(({ deviceID }) => deviceID === chosen);
    if (cabinet) showCabinet(cabinet);
  };
  const simulator = watchCabinets(cabinetsUrl, log, {
    seen: (now) => {
      cabinets = now;
      show();
    },
    reached: (isThere) => showState(isThere ? 'live' : 'lost'),
  });
  showPhone = createPhone(borrower, (deviceID) => {
    chosen = deviceID;
    show();
  });
  showPhone();
};

main().catch((error) => showTrouble(wordsFor(error)));
