import { both, byId, make, onPress } from '../dom.ts';
import type { Instrument } from './api.ts';
import type { Behaviour, Cabinet } from './cabinets.ts';
import { showDigits } from './digits.ts';
import { iconOf } from './icons.ts';
import { MISBEHAVIOURS } from './words.ts';

type Locker = { element: HTMLElement; update(instrument: Instrument, isOpen: boolean): void };

/** Draws the cabinet that the borrower stands before, and offers to have it misbehave. */
export const createCabinetView = (behave: (cabinet: Cabinet, next: Behaviour) => Promise<void>) => {
  let cabinet: Cabinet | undefined;
  let lockers: Locker[] = [];

  for (const [behaviour, { label, english, does }] of Object.entries(MISBEHAVIOURS)) {
    const words = [make('b', {}, label), ' ', make('span', { lang: 'en' }, english)];
    const button = make('button', { type: 'button', value: behaviour }, make('span', {}, ...words), does);
    onPress(button, async () => {
      if (cabinet) await behave(cabinet, behaviour as Behaviour);
    });
    byId('behaviours').append(button);
  }

  return (now: Cabinet): void => {
    // A door that stays the same element swings.
    if (cabinet?.deviceID !== now.deviceID) {
      lockers = now.instruments.map(createLocker);
      byId('lockers').replaceChildren(...lockers.map(({ element }) => element));
      byId('cabinet-name').textContent = now.name;
      byId('cabinet-id').textContent = now.deviceID;
    }
    cabinet = now;
    showDigits(byId('display'), now.captchas.at(-1) ?? '');
    now.instruments.forEach((instrument, i) => {
      lockers[i]?.update(instrument, now.doors[i]?.opened ?? false);
    });
    showNext(now.next);
  };
};

const createLocker = ({ typeID, typeName, total }: Instrument): Locker => {
  const places = Array.from({ length: total }, () => make('span', { class: 'slot' }, iconOf(typeID)));
  const inside = make('div', { class: 'inside' }, ...places);
  const stock = make('span', { class: 'stock' });
  const plate = make('p', { class: 'plate' }, make('b', {}, typeName), stock);
  const door = make('div', { class: 'door' });
  const room = make('div', { class: 'room' }, inside, door);
  const element = make('div', { class: 'locker', 'data-type': typeID }, room, plate);

  return {
    element,
    update: ({ remained }, isOpen) => {
      element.dataset.door = isOpen ? 'open' : 'closed';
      places.forEach((place, i) => {
        place.classList.toggle('taken', i < total - remained);
      });
      stock.textContent = `${remained} / ${total}${isOpen ? ' · 门开着' : ''}`;
    },
  };
};

const showNext = (next: Behaviour[]): void => {
  for (const button of byId('behaviours').children)
    button.setAttribute('aria-pressed', String(next[0] === (button as HTMLButtonElement).value));
  const [chinese, english] = [next.map((one) => MISBEHAVIOURS[one].label).join('，再'), next.join(', then ')];
  const words =
    next.length > 0
      ? both(`下一次：${chinese}，以后正常`, `next: ${english}, then well`)
      : both('现在一切正常', 'it will do well');
  const text = words.map((part) => (typeof part === 'string' ? part : part.textContent)).join('');
  if (byId('next').textContent !== text) byId('next').replaceChildren(...words);
};
