import type { Meridian } from '../measurement.ts';

type Side = 'weak' | 'steady' | 'strong';

/** How strong a meridian is called, from the weakest up: the first whose limit lies above the value. */
export const LEVELS: { below: number; name: string; side: Side }[] = [
  { below: -6, name: '虚弱', side: 'weak' },
  { below: -3, name: '偏弱', side: 'weak' },
  { below: 3, name: '平和', side: 'steady' },
  { below: 6, name: '偏强', side: 'strong' },
  { below: Infinity, name: '亢盛', side: 'strong' },
];

/** How what is said of a meridian goes on after its name. */
export const BEGINNINGS: Record<Side, string> = {
  weak: '气血偏少，传统上与',
  steady: '气血平和，',
  strong: '气血偏旺，传统上与',
};

/** What a meridian is called, and what is said of it after the beginning. */
export const MERIDIAN_TEXTS: Record<Meridian, { label: string } & Record<Side, string>> = {
  c0: {
    label: '心包经',
    weak: '容易疲倦、睡得不踏实有关，宜早睡、少熬夜。',
    steady: '请保持规律作息。',
    strong: '情绪激动、压力较大有关，宜静心、放慢节奏。',
  },
  c1: {
    label: '肝经',
    weak: '眼睛干涩、容易倦怠有关，宜少用眼、早休息。',
    steady: '请保持心情舒畅。',
    strong: '烦躁、易怒有关，宜疏解情绪、少饮酒。',
  },
  c2: {
    label: '肾经',
    weak: '腰膝酸软、怕冷有关，宜保暖、避免过劳。',
    steady: '请注意劳逸结合。',
    strong: '口干、睡眠浅有关，宜多饮温水、清淡饮食。',
  },
  c3: {
    label: '脾经',
    weak: '食欲不振、饭后腹胀有关，宜少食生冷、细嚼慢咽。',
    steady: '请保持三餐规律。',
    strong: '口黏、身体困重有关，宜少吃甜腻。',
  },
  c4: {
    label: '肺经',
    weak: '气短、容易受凉有关，宜保暖、适度做深呼吸。',
    steady: '请多呼吸新鲜空气。',
    strong: '咽干、鼻燥有关，宜润燥、少食辛辣。',
  },
  c5: {
    label: '胃经',
    weak: '胃口差、胃部不适有关，宜温热饮食、定时定量。',
    steady: '请保持七分饱。',
    strong: '容易饥饿、口气较重有关，宜少食辛辣油炸。',
  },
  c6: {
    label: '胆经',
    weak: '易受惊、犹豫不决有关，宜早睡、适度运动。',
    steady: '请保持早睡的习惯。',
    strong: '口苦、偏头不适有关，宜少食油腻、少熬夜。',
  },
  c7: {
    label: '膀胱经',
    weak: '肩背发凉、易疲劳有关，宜背部保暖、适度拉伸。',
    steady: '请不要久坐。',
    strong: '肩背紧张有关，宜放松颈肩、多饮水。',
  },
};
