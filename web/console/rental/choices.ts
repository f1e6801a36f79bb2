import { make } from '../dom.ts';

export type Choice = { value: string; label: string; detail?: string; isOff?: boolean; icon?: Node };

/** A group of radio buttons. What is chosen stays so as long as it is offered. */
export const createChoices = (box: HTMLElement, changed: () => void) => {
  let shown = '';
  const value = () => box.querySelector<HTMLInputElement>('input:checked')?.value;
  box.addEventListener('change', changed);

  return {
    value,
    offer: (choices: Choice[]): void => {
      const now = JSON.stringify(choices);
      // Who goes through them with the keyboard must not lose their place.
      if (now === shown) return;
      shown = now;
      const before = value();
      const kept = choices.find((one) => one.value === before && !one.isOff);
      const chosen = kept ?? choices.find(({ isOff }) => !isOff);
      box.replaceChildren(...choices.map((choice) => option(box.id, choice, choice === chosen)));
      if (chosen && chosen.value !== before) changed();
    },
  };
};

const option = (
  name: string,
  { value, label, detail, isOff, icon }: Choice,
  isChosen: boolean,
): HTMLElement => {
  const input = make('input', { type: 'radio', name, value });
  input.checked = isChosen;
  input.disabled = isOff ?? false;
  const words = make('span', { class: 'label' }, label);
  const more = make('span', { class: 'soft' }, detail ?? '');
  return make('label', { class: 'choice' }, input, ...(icon ? [icon] : []), words, more);
};
