/** WeChat's words for each errcode. They are not stable in reality either: clients go by the number. */
const meanings: Record<number, string> = {
  [-1]: 'system error',
  10003: 'redirect_uri 域名与后台配置不一致',
  10005: '该公众号没有这些 scope 的权限',
  10011: 'redirect_uri 不能为空',
  10012: 'appid 不能为空',
  40001:
    'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40030: 'invalid refresh_token',
  40037: 'invalid template_id',
  40066: 'invalid url',
  40097: 'invalid args',
  40125: 'invalid appsecret, view more at http://t.cn/RAEkdVq',
  40129: 'invalid scene',
  40159: 'invalid length for path, or the data is not json string',
  40163: 'code been used',
  40164: 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist',
  40169: 'invalid length for scene, or the data is not json string',
  40226: 'code blocked',
  40243: 'appsecret is frozen',
  41001: 'access_token missing',
  41002: 'appid missing',
  41003: 'missing refresh_token',
  41004: 'appsecret missing',
  41008: 'missing code',
  41009: 'missing openid',
  41030: 'invalid page',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  43101: 'user refuse to accept the msg',
  43104: 'appid and openid do not match',
  43107: 'subscription ability is banned',
  43108: 'Cannot make concurrent calls to the same OpenID, please try again',
  43302: 'require POST method',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  45029: 'code quota is exhausted',
  45168: 'message contains sensitive words',
  47001: 'data format error',
  47003: 'argument invalid!',
  48001: 'api unauthorized',
  48004: 'api forbidden for irregularities',
  50002: 'user limited',
  61010: 'code is expired',
  85096: 'scancode_time is a reserved parameter',
  87014: 'risky content',
};

/** Thrown by an interface to answer `{errcode, errmsg}` instead of a result. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly errcode: number;

  constructor(errcode: number, errmsg: string = meanings[errcode] ?? 'unknown error') {
    super(errmsg);
    this.errcode = errcode;
  }
}
