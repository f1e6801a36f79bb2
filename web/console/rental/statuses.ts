/** What a refusal means to the one who pressed the button. */
const STATUSES: Record<string, string> = {
  'no device': '没有这个柜子',
  'device offline': '柜子没有联网，请换一个',
  'wrong captcha': '验证码不对，请看柜子上的数字',
  'no instrument': '这个柜子里没有了，请换一个',
  'no permission': '要先填手机号，而且一次只能借一件',
  'no such item': '您没有借这一件',
  'no place': '这个柜子放不下了，请换一个',
  busy: '上一次还没有结束，请等一等',
  'invalid request': '这一项填得不对',
  'invalid code': '微信不认这个登录码',
  'service busy': '服务忙，请稍后再试',
};

/** An answer that is not `accepted`, in the user's words and the service's own. */
export const wordsForStatus = (status: string): string => {
  const words = STATUSES[status.replace('error: ', '')];
  return words ? `${words} · ${status}` : status;
};
