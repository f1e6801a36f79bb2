import type { Attempt } from './api.ts';
import type { Behaviour } from './cabinets.ts';

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
  'reports first': { label: '抢先报数', english: 'reports first', does: '开门，先报库存再报结果' },
  'reports answered': { label: '先报并注明', english: 'reports answered', does: '先报库存，注明已含哪条' },
  'clock put back': { label: '时钟倒走', english: 'clock put back', does: '开门，时钟倒退两分钟' },
};

/** What came of an attempt, in Chinese and in English. */
export const wordsForOutcome = ({ latest, kind, reason }: Attempt): [string, string] => {
  const isRent = kind === 'rent';
  if (latest === 'SUCCEEDED')
    return isRent ? ['借到了，请取走', 'it is yours'] : ['已归还，谢谢', 'it is back'];
  const why = REASONS[reason ?? ''];
  return [`${isRent ? '没借成' : '没还成'}${why ? `：${why}` : ''}`, reason ?? 'failed'];
};
