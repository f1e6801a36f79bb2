import type { Callme, Stats } from '../../client/callme.ts';
import { picture } from '../figures/picture.ts';
import { both, byId, complain, make } from './dom.ts';

export type Figures = {
  /** Something happened at the stall: what is shown follows in a moment. */
  changed(): void;
};

/** What happens is counted a moment after it is pushed; at lunch hour, much happens in a second. */
const PAUSE = 1_000;

const TITLE = '今日等待与号码 waits and numbers of today';
/** Pixels of a phone's screen: letters are then as large as they are meant. */
const WIDTH = 256;

/** The stall's day in numbers and as a picture, which move with what happens. */
export const createFigures = (seller: Callme): Figures => {
  const look = async () => show(await seller.stats());
  look().catch(complain);
  return { changed: settled(() => look().catch(complain)) };
};

const show = (stats: Stats): void => {
  const figures: [string, string, number][] = [
    ['取号', 'fetched', stats.fetched],
    ['备注', 'noted', stats.noted],
    ['叫号', 'called', stats.called],
    ['完成', 'done', stats.done],
    ['自取', 'self', stats.selfTaken],
    ['过号', 'missed', stats.missed],
    ['通知', 'told', stats.messagesSent],
    ['拒收', 'refused', stats.messagesRefused],
  ];
  byId('figures').replaceChildren(
    ...figures.map(([chinese, english, value]) =>
      make('div', {}, make('dt', {}, ...both(chinese, english)), make('dd', {}, String(value))),
    ),
  );
  byId('picture').innerHTML = picture(stats, { title: TITLE, width: WIDTH });
};

/** Has something done a while after each call: once for all calls of that while, and again for what comes later. */
const settled = (act: () => Promise<void>): (() => void) => {
  let isPending = false;
  let again = false;
  const start = (): void => {
    isPending = true;
    setTimeout(async () => {
      again = false;
      await act();
      isPending = false;
      if (again) start();
    }, PAUSE);
  };
  return () => {
    again = true;
    if (!isPending) start();
  };
};
