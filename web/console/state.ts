import { both, byId } from './dom.ts';

type State = 'live' | 'lost';

const WORDS: Record<State, [string, string]> = {
  live: ['已连接', 'live'],
  lost: ['未连接', 'not connected'],
};

/** Says in the header what the page is about. */
export const showAbout = (...words: string[]): void => {
  byId('about').textContent = [...words, location.origin].join(' · ');
};

/** Shows in the header whether the page can work, in words of its own or the usual ones. */
export const showState = (state: State, words = WORDS[state]): void => {
  const element = byId('state');
  if (element.dataset.state === state && element.textContent === words.join(' ')) return;
  element.dataset.state = state;
  element.replaceChildren(...both(...words));
};

/** Says why the page cannot work at all. */
export const showTrouble = (words: string): void => {
  showState('lost');
  byId('trouble').textContent = words;
  byId('trouble').hidden = false;
};

/** There is a WeChat whose users the page cannot be. */
export const showNoSimulator = (wechatUrl: string): void =>
  showTrouble(
    '控制台用微信模拟器登录，但 WECHAT_API_BASE_URL 指向的不是模拟器 · ' +
      `The console logs in with the WeChat simulator, and there is none at ${wechatUrl}`,
  );
