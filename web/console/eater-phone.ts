import { both, byId, make, onPress, work } from './dom.ts';
import type { Eater, EaterState } from './eater.ts';
import { say } from './toast.ts';

/** The eater's phone: shows one eater, and does what its user presses for that one. */
export const createEaterPhone = () => {
  let eater: Eater | undefined;
  const number = byId<HTMLInputElement>('number');
  const text = byId<HTMLInputElement>('text');
  const order = byId<HTMLFormElement>('order');

  const show = (): void => {
    const state = eater?.state();
    order.hidden = state?.step !== 'start';
    byId('wait').hidden = !state || state.step === 'start';
    if (state && state.step !== 'start') showTicket(state);
  };

  order.addEventListener('submit', (event) => {
    event.preventDefault();
    const subscribe = byId<HTMLInputElement>('subscribe').checked;
    const written = { marchSn: number.valueAsNumber, noteContent: text.value.trim(), subscribe };
    work(byId('push'), async () => {
      await eater?.push(written);
      order.reset();
    });
  });
  onPress(byId('hungry'), async () => {
    const isReady = await eater?.hungry();
    say(isReady ? '好了，请取餐 · ready' : '还没好，再等等 · not ready yet');
  });
  onPress(byId('done'), async () => eater?.done());

  return {
    /** Shows an eater. The chosen one changes: what was being written is forgotten. */
    show: (shown: Eater): void => {
      const isOther = shown !== eater;
      eater = shown;
      if (isOther) {
        order.reset();
        byId('dishes').replaceChildren(...shown.dishes().map((dish) => chip(dish, () => append(text, dish))));
      }
      show();
    },
    /** Offers the numbers on which nobody has written yet. */
    offer: (free: number[]): void => {
      const chips = free.slice(0, 12).map((marchSn) => chip(String(marchSn), () => fill(number, marchSn)));
      byId('free').replaceChildren(...chips);
    },
  };
};

const showTicket = (state: Exclude<EaterState, { step: 'start' }>): void => {
  byId('wait').dataset.step = state.step;
  byId('own-number').textContent = String(state.marchSn);
  byId('own-note').textContent = state.noteContent;
  byId('place').replaceChildren(...wordsFor(state));
};

const wordsFor = (state: Exclude<EaterState, { step: 'start' }>): (string | Node)[] => {
  if (state.step === 'called') {
    const again = state.callCount > 1 ? `（第 ${state.callCount} 次）` : '';
    return both(`请取餐${again}`, 'ready to collect');
  }
  if (state.ahead === null) return both('正在排队…', 'in the queue');
  return state.ahead === 0
    ? both('下一个就是您', 'you are next')
    : both(`前面还有 ${state.ahead} 人`, `${state.ahead} ahead`);
};

const chip = (label: string, act: () => void): HTMLButtonElement =>
  make('button', { type: 'button', click: act }, label);

const fill = (input: HTMLInputElement, value: number): void => {
  input.value = String(value);
};

/** Dishes are chosen one after another. */
const append = (input: HTMLInputElement, dish: string): void => {
  input.value = input.value ? `${input.value}，${dish}` : dish;
};
