import { both, byId, make } from '../dom.ts';
import { timeOf } from '../time.ts';
import type { Attempt, Item, Loan, Profile } from './api.ts';
import { wordsForOutcome } from './words.ts';

/** Whose phone it is. */
export const showProfile = ({ name, phone }: Profile): void => {
  byId('own-name').textContent = name || '（没有姓名）';
  byId('own-phone').textContent = phone || '没有手机号，不能借';
};

/** What is out, and until when. */
export const showItem = (item: Item | undefined): void => {
  byId('item').hidden = item === undefined;
  if (!item) return;
  const due = new Date(item.time_due);
  const isLate = due.getTime() < Date.now();
  const dueLine = make(
    'p',
    { class: 'due' },
    make('b', {}, timeOf(item.time_due)),
    isLate ? ' 已过期' : ' 前归还',
  );
  if (isLate) dueLine.dataset.late = '';
  byId('item').replaceChildren(
    make('p', { class: 'soft' }, ...both('正在借用', 'out now')),
    make('p', { class: 'item-name' }, item.name),
    dueLine,
    make('p', { class: 'soft' }, `${timeOf(item.time_begin)} 从 ${item.device} 借出`),
  );
};

/** What was brought back. */
export const showHistory = (loans: Loan[]): void => {
  byId('no-history').hidden = loans.length > 0;
  byId('history').replaceChildren(
    ...loans.map(({ name, time_begin, time_end, device, device_returned }) =>
      make(
        'li',
        {},
        make('b', {}, name),
        make('span', {}, `${device} → ${device_returned}`),
        make('span', { class: 'soft' }, `${timeOf(time_begin)} – ${timeOf(time_end)}`),
      ),
    ),
  );
};

/** How long the cabinet has been taking. */
export const showWaiting = (attempt: Attempt | undefined): void => {
  const isWaiting = attempt?.latest === 'WAITING';
  byId('waiting').hidden = !isWaiting;
  if (!isWaiting) return;
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(attempt.time ?? '')) / 1000));
  byId<HTMLProgressElement>('waited').value = seconds;
  byId('seconds').textContent = `${seconds} 秒，最多等 60 秒`;
};

/** What came of the last attempt. */
export const showOutcome = (attempt: Attempt | undefined): void => {
  const isSettled = attempt?.latest === 'SUCCEEDED' || attempt?.latest === 'FAILED';
  byId('outcome').hidden = !isSettled;
  if (!isSettled) return;
  byId('outcome').dataset.mood = attempt.latest === 'SUCCEEDED' ? 'good' : 'bad';
  byId('outcome').replaceChildren(...both(...wordsForOutcome(attempt)));
};
