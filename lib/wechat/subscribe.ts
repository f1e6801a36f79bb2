import type { App, EnvVersion } from './apps.ts';
import { callWechat } from './client.ts';
import { withAccessToken } from './token.ts';

/** A subscribe message: whom it is for, which template, which page it opens, and the template's values by key. */
export type SubscribeMessage = {
  touser: string;
  template_id: string;
  page: string;
  data: Record<string, string>;
};

/** What the interface calls the versions of a mini-program. */
const STATE = { develop: 'developer', trial: 'trial', release: 'formal' } satisfies Record<
  EnvVersion,
  string
>;

/** The interface, for who has to know whether an error is its own or that of the access_token. */
export const SEND = '/cgi-bin/message/subscribe/send';

/** Milliseconds. A message whose answer is not waited for may be sent, or not: better late than unclear. */
const TIME_LIMIT = 15_000;

/**
 * Sends a subscribe message, which opens the version of the mini-program that the app's record names. The user has to
 * have asked for it; one consent is good for one message.
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
      path: SEND,
      query: { access_token },
      body: {
        ...message,
        data: values,
        miniprogram_state: STATE[app.envVersion ?? 'release'],
        lang: 'zh_CN',
      },
      repeatable: false,
      timeLimit: TIME_LIMIT,
    }),
  );
};
