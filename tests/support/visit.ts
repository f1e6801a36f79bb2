import { controlWechat } from '../../local/wechat/control-client.ts';
import type { Product } from './product.ts';

type Answer = Record<string, unknown>;
export type Visit = ReturnType<typeof visit>;

let people = 0;

/** Speaks to a started product over HTTP, as the mini-programs do. */
export const visit = ({ url, wechat }: Product) => {
  const ask = async (query: string, fields: object = {}): Promise<Answer> => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ query, ...fields }) });
    return (await response.json()) as Answer;
  };

  const logIn = async (app: 'eater' | 'seller', openid: string): Promise<string> => {
    const code = await controlWechat(wechat).login({ appid: `wx-demo-${app}`, openid });
    const answer = await ask('login', { isseller: app === 'seller' ? 'yes' : 'no', code });
    return answer.sessionKey as string;
  };

  /** A stall with a seller who is logged in. */
  const openStall = async (sellerName = '麻辣香锅') => {
    people += 1;
    const telNum = `137${String(people).padStart(8, '0')}`;
    await ask('signup', { sessionKey: await logIn('seller', 'demo-admin'), tellNum: telNum });
    const sessionKey = await logIn('seller', `seller-${people}`);
    await ask('signup', { sessionKey, telNum, sellerName, personName: '王师傅' });
    const { sellerId } = await ask('note', { sessionKey });
    return { sessionKey, sellerId: sellerId as number };
  };

  const eater = (): Promise<string> => {
    people += 1;
    return logIn('eater', `eater-${people}`);
  };

  return { ask, logIn, openStall, eater };
};
