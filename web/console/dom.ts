import { CallmeError } from '../../client/callme.ts';
import { say } from './toast.ts';
import { Refusal, wordsFor } from './words.ts';

type Child = Node | string;
type Attributes = Record<string, string | ((event: Event) => void)>;

/** An element of the page that is surely there. */
export const byId = <E extends HTMLElement = HTMLElement>(id: string): E => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}`);
  return element as E;
};

/** Makes an element; attributes that are functions listen to the event of their name. */
export const make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

/** Chinese, and small beside it English. */
export const both = (chinese: string, english: string): [string, Node] => [
  `${chinese} `,
  make('span', { lang: 'en' }, english),
];

/** Does something for a button, which takes no second click meanwhile, and says plainly what went wrong. */
export const work = async (button: HTMLButtonElement, act: () => Promise<void>): Promise<void> => {
  if (button.disabled) return;
  button.disabled = true;
  try {
    await act();
  } catch (error) {
    complain(error);
  } finally {
    button.disabled = false;
  }
};

/** Lets a button do something. */
export const onPress = (button: HTMLButtonElement, act: () => Promise<void>): void =>
  button.addEventListener('click', () => work(button, act));

/** Tells the user of an error; one that is no refusal of the service is a defect of this page and shows as such. */
export const complain = (error: unknown): void => {
  say(wordsFor(error), 'bad');
  if (!(error instanceof CallmeError || error instanceof Refusal)) console.error(error);
};
