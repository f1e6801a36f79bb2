import type { Section } from './rule.ts';

/** Of each section a report has the first that applies. None names a medicine. */
export const FOOD: Section = {
  rules: [
    {
      key: 'warm',
      label: '饮食：温热',
      content: '宜温热易消化的食物，如小米粥、山药、南瓜，少食生冷。',
      when: { c3: { below: -3 } },
    },
    {
      key: 'light',
      label: '饮食：清淡',
      content: '宜清淡，如绿叶菜、冬瓜、梨，少食辛辣油炸，少饮酒。',
      when: { mean: { from: 3 } },
    },
    {
      key: 'nourishing',
      label: '饮食：滋养',
      content: '宜适量的鱼、蛋、豆类和坚果，三餐定时。',
      when: { mean: { below: -3 } },
    },
  ],
  otherwise: { key: 'balanced', label: '饮食：均衡', content: '荤素搭配，七分饱，多饮温水。' },
};

export const EXERCISE: Section = {
  rules: [
    {
      key: 'rest',
      label: '运动：先休息',
      content: '测量时心率偏快，今天宜散步等轻缓活动，不宜剧烈运动。',
      when: { heart_rate: { from: 101 } },
    },
    {
      key: 'gentle',
      label: '运动：轻缓',
      content: '宜散步、八段锦、太极拳，以微微出汗为度。',
      when: { mean: { below: -3 } },
    },
    {
      key: 'stretch',
      label: '运动：舒展',
      content: '宜拉伸、瑜伽、慢跑，放松颈肩。',
      when: { c7: { from: 3 } },
    },
  ],
  otherwise: { key: 'regular', label: '运动：规律', content: '每周三至五次，每次半小时左右的中等强度运动。' },
};

export const ACUPRESSURE: Section = {
  rules: [
    {
      key: 'taichong',
      label: '穴位：太冲',
      content: '轻按足背太冲穴，每次两三分钟，以微酸为度。孕期请勿自行按压。',
      when: { c1: { from: 3 } },
    },
    {
      key: 'neiguan',
      label: '穴位：内关',
      content: '轻按前臂内关穴，每次两三分钟，以微酸为度。',
      when: { c0: { from: 3 } },
    },
    {
      key: 'yongquan',
      label: '穴位：涌泉',
      content: '睡前用温水泡脚后轻搓足心涌泉穴，每次两三分钟。',
      when: { c2: { below: -3 } },
    },
  ],
  otherwise: {
    key: 'zusanli',
    label: '穴位：足三里',
    content: '轻按小腿足三里穴，每次两三分钟，以微酸为度。',
  },
};

export const DAILY_LIFE: Section = {
  rules: [
    {
      key: 'early',
      label: '起居：早睡',
      content: '宜晚上十一点前入睡，睡前一小时不看手机。',
      when: { c0: { below: -3 } },
    },
    {
      key: 'warm',
      label: '起居：保暖',
      content: '宜注意腰腹和足部保暖，避免久处冷风中。',
      when: { c2: { below: -3 } },
    },
    {
      key: 'calm',
      label: '起居：静心',
      content: '宜每天留出十分钟静坐或缓慢深呼吸。',
      when: { c1: { from: 3 } },
    },
  ],
  otherwise: { key: 'regular', label: '起居：规律', content: '作息规律，每坐一小时起身活动几分钟。' },
};
