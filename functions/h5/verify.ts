import { fromWechat, signedQuery } from '../../lib/h5/from-wechat.ts';

/** GET /wx: WeChat's server checks the address that was entered in its console, and wants `echostr` back. */
export const handler = fromWechat(signedQuery, ({ echostr = '' }) => ({ text: echostr }));
