import type { Attempt } from './api.ts';
import type { Behaviour } from './cabinets.ts';

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

/** Why a cabinet did not do it, in the words of the simulated ones. */
const REASONS: Record<string, string> = {
  timeout: '柜子 60 秒没有回答',
  'out of order': '柜子说它坏了',
  empty: '柜子是空的',
  full: '柜子是满的',
};

/** How a cabinet can misbehave, in two words and in a sentence. */
export const MISBEHAVIOURS: Record<Behaviour, { label: string; english: string; does: string }> = {
  refuses: { label: '拒绝', english: 'refuses', does: '不开门，说自己坏了' },
  late: { label: '迟到', english: 'late', does: '60 秒过后才开门' },
  twice: { label: '说两遍', english: 'twice', does: '开门，结果报告两次' },
  never: { label: '不理睬', english: 'never', does: '不开门，也不回答' },
  'badly signed': { label: '签错名', english: 'badly signed', does: '开门，首次签名不对' },
  'lost answer': { label: '没听见', english: 'lost answer', does: '开门，收不到回答' },
};

/** An answer that is not `accepted`, in the user's words and the service's own. */
export const wordsForStatus = (status: string): string => {
  const words = STATUSES[status.replace('error: ', '')];
  return words ? `${words} · ${status}` : status;
};

/** What came of an attempt, in Chinese and in English. */
export const wordsForOutcome = ({ latest, kind, reason }: Attempt): [string, string] => {
  const isRent = kind === 'rent';
  if (latest === 'SUCCEEDED')
    return isRent ? ['借到了，请取走', 'it is yours'] : ['已归还，谢谢', 'it is back'];
  const why = REASONS[reason ?? ''];
  return [`${isRent ? '没借成' : '没还成'}${why ? `：${why}` : ''}`, reason ?? 'failed'];
};
