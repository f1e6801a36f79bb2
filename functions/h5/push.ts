import { fromWechat } from '../../lib/h5/from-wechat.ts';
import { openLetter } from '../../lib/h5/letter.ts';
import { handlePush } from '../../lib/h5/pushes.ts';

/** POST /wx: WeChat's server tells of a message or an event, and takes the answer for the reply. */
export const handler = fromWechat(openLetter, async ({ message, seal }) => ({
  text: seal(message ? await handlePush(message) : ''),
  type: 'application/xml; charset=utf-8',
}));
