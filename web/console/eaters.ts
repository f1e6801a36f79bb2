import { byId, complain, make, onPress } from './dom.ts';
import { createEater, type Eater } from './eater.ts';
import { createEaterPhone } from './eater-phone.ts';
import type { Phones } from './people.ts';
import { say } from './toast.ts';

const COUNT_KEY = 'eaters';
const MOST = 9;

/** What the log calls an eater by their openid; the openid itself for one who is not of this page. */
export const eaterName = (openid: string): string => openid.replace(/^demo-eater-(\d)$/, '学生 $1');

/** All eaters of this page, of whom the phone shows one. */
export const createEaters = async (
  phones: Phones,
  sellerId: number,
): Promise<{ offer: (free: number[]) => void }> => {
  const phone = createEaterPhone();
  const eaters: { eater: Eater; tab: HTMLButtonElement }[] = [];
  let chosen = 0;

  const show = (): void => {
    eaters.forEach(({ eater, tab }, i) => {
      tab.setAttribute('aria-selected', String(i === chosen));
      tab.dataset.step = eater.state().step;
    });
    const eater = eaters[chosen]?.eater;
    if (eater) phone.show(eater);
  };

  const join = async (): Promise<void> => {
    const i = eaters.length;
    const openid = `demo-eater-${i + 1}`;
    const who = eaterName(openid);
    const eater = await createEater(phones({ who, as: 'eater', openid }), sellerId, {
      changed: show,
      called: (marchSn) => say(`${who}：${marchSn} 号好了，请取餐 · number ${marchSn} is ready`),
      ended: (marchSn) => say(`${who}：${marchSn} 号已取走 · number ${marchSn} is collected`),
      failed: complain,
    });
    const choose = () => {
      chosen = i;
      show();
    };
    const tab = make('button', { type: 'button', role: 'tab', click: choose }, String(i + 1));
    tab.setAttribute('aria-label', who);
    eaters.push({ eater, tab });
    byId('eaters').append(tab);
    sessionStorage.setItem(COUNT_KEY, String(eaters.length));
    byId('new-eater').hidden = eaters.length === MOST;
  };

  onPress(byId('new-eater'), async () => {
    await join();
    chosen = eaters.length - 1;
    show();
  });

  const count = Math.min(Number(sessionStorage.getItem(COUNT_KEY)) || 1, MOST);
  for (let i = 0; i < count; i += 1) await join();
  show();
  return { offer: phone.offer };
};
