import type { App } from './apps.ts';
import { callWechat } from './client.ts';
import { withAccessToken } from './token.ts';

/** A subscribe message: whom it is for, which template, which page it opens, and the template's values by key. */
export type SubscribeMessage = {
  touser: string;
  template_id: string;
  page: string;
  data: Record<string, string>;
};

/**
 * Sends a subscribe message. The user has to have asked for it; one consent is good for one message.
 * @throws WechatError
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/api_sendmessage
 */
export const sendSubscribeMessage = async (
  app: App,
  { data, ...message }: SubscribeMessage,
): Promise<void> => {
  const values = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }]));
  await withAccessToken(app, (access_token) =>
    callWechat({
      path: '/cgi-bin/message/subscribe/send',
      query: { access_token },
      body: { ...message, data: values, miniprogram_state: 'formal', lang: 'zh_CN' },
      repeatable: false,
    }),
  );
};
