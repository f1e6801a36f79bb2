import { fromWechat } from '../../lib/h5/from-wechat.ts';
import { handlePush } from '../../lib/h5/pushes.ts';
import { readPush } from '../../lib/h5/xml.ts';
import { readText } from '../../lib/http/body.ts';
import { Problem } from '../../lib/http/problem.ts';

const LARGEST = 64 * 1024;
const OPENID = /^[\w-]{1,64}$/;

/** POST /wx: WeChat's server tells of a message or an event, and takes the answer for the reply. */
export const handler = fromWechat(async (event) => {
  const message = readPush(readText(event, LARGEST));
  if (!message?.FromUserName) throw new Problem('broken body');
  // Nobody whom WeChat knows: there is nobody to answer.
  if (!OPENID.test(message.FromUserName)) return { text: '' };
  return { text: await handlePush(message), type: 'application/xml; charset=utf-8' };
});
