import type { ReportItem } from '../engine.ts';
import type { Section } from './rule.ts';

/** In every report, paid for or not. */
export const DISCLAIMER: ReportItem = {
  key: 'disclaimer',
  label: '重要提示',
  content:
    '本报告由规则自动生成，仅供日常保健参考，不是医疗建议，不能代替医生的诊断和治疗。如有不适，请及时就医。',
};

/** The report in a sentence. */
export const LEAD: Section = {
  rules: [
    {
      key: 'weak',
      label: '总体偏弱',
      content: '各经络气血总体偏少，近期可能比较劳累，宜多休息。',
      when: { mean: { below: -3 } },
    },
    {
      key: 'strong',
      label: '总体偏强',
      content: '各经络气血总体偏旺，近期可能比较紧张或上火，宜放松、清淡饮食。',
      when: { mean: { from: 3 } },
    },
    {
      key: 'uneven',
      label: '强弱不均',
      content: '各经络之间强弱相差较大，宜规律作息，过几天在安静状态下再测一次。',
      when: { mean: { from: -3, below: 3 }, span: { from: 8 } },
    },
  ],
  otherwise: {
    key: 'balanced',
    label: '总体平和',
    content: '各经络气血大致平和，请保持现在的生活习惯。',
  },
};

export const HEART_RATE: Section = {
  rules: [
    {
      key: 'heart_rate_slow',
      label: '心率偏慢',
      content: '测量时的心率低于每分钟 60 次。经常运动的人可以如此；如伴有头晕、乏力，请就医检查。',
      when: { heart_rate: { below: 60 } },
    },
    {
      key: 'heart_rate_fast',
      label: '心率偏快',
      content: '测量时的心率高于每分钟 100 次。请静坐十分钟后再测；如仍偏快或伴有不适，请就医检查。',
      when: { heart_rate: { from: 101 } },
    },
  ],
  otherwise: {
    key: 'heart_rate_usual',
    label: '心率平稳',
    content: '测量时的心率在每分钟 60 至 100 次之间。',
  },
};

export const TIPS: ReportItem[] = [
  { key: 'rest', label: '测量前', content: '请静坐五分钟，饭后、运动后和饮酒后一小时内不宜测量。' },
  { key: 'posture', label: '测量时', content: '手指自然放松，不说话，不移动，保持均匀呼吸。' },
  { key: 'same_time', label: '长期观察', content: '每天在相近的时间、用同一根手指测量，更便于比较变化。' },
];
