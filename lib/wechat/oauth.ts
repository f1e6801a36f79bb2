import type { App } from './apps.ts';
import { callWechat } from './client.ts';
import { WechatError } from './errors.ts';

/** A user's permission to read who they are. `isSnapshot`: a stand-in for a guest, whose openid is nobody's. */
export type OauthGrant = { accessToken: string; openid: string; unionid?: string; isSnapshot: boolean };

/** `sex`: 1 male, 2 female, 0 unknown. What the user does not show is ''. */
export type OauthUser = {
  openid: string;
  unionid?: string;
  nickname: string;
  sex: number;
  province: string;
  city: string;
  country: string;
  headimgurl: string;
};

/**
 * Exchanges the code that the user came back with. A code is good once, so a try whose answer was lost is not
 * repeated: the user has to be asked again.
 * @throws WechatError
 * @see https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
 */
export const exchangeOauthCode = async ({ appid, secret }: App, code: string): Promise<OauthGrant> => {
  const path = '/sns/oauth2/access_token';
  const query = { appid, secret, code, grant_type: 'authorization_code' };
  const answer = await callWechat({ path, query, repeatable: false });
  const { access_token, openid, unionid, is_snapshotuser } = answer;
  if (typeof access_token !== 'string' || typeof openid !== 'string') {
    throw new WechatError(path, 'answered without access_token or openid');
  }
  return {
    accessToken: access_token,
    openid,
    ...(isSaid(unionid) && { unionid }),
    isSnapshot: Number(is_snapshotuser) === 1,
  };
};

/**
 * Reads who a user is, with the access token of their own grant.
 * @throws WechatError
 * @see https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo.html
 */
export const readOauthUser = async ({
  accessToken,
  openid,
}: Pick<OauthGrant, 'accessToken' | 'openid'>): Promise<OauthUser> => {
  const path = '/sns/userinfo';
  const query = { access_token: accessToken, openid, lang: 'zh_CN' };
  const answer = await callWechat({ path, query, repeatable: true });
  if (answer.openid !== openid) throw new WechatError(path, 'answered without the openid that was asked for');
  const { unionid } = answer;
  // WeChat's examples have it as a number and as a text.
  const sex = Number(answer.sex);
  const text = (name: string): string => (typeof answer[name] === 'string' ? answer[name] : '');
  return {
    openid,
    ...(isSaid(unionid) && { unionid }),
    nickname: text('nickname'),
    sex: sex === 1 || sex === 2 ? sex : 0,
    province: text('province'),
    city: text('city'),
    country: text('country'),
    headimgurl: text('headimgurl'),
  };
};

const isSaid = (value: unknown): value is string => typeof value === 'string' && value !== '';
