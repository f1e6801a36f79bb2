import type { Section } from './rule.ts';

/** What a page shows as labels of a report. */
export const TAGS: Section = {
  rules: [
    { key: 'tired', label: '易疲劳', content: '总体偏弱', when: { mean: { below: -3 } } },
    { key: 'tense', label: '压力较大', content: '肝经偏强', when: { c1: { from: 3 } } },
    { key: 'cold', label: '怕冷', content: '肾经偏弱', when: { c2: { below: -3 } } },
    { key: 'digestion', label: '脾胃偏弱', content: '脾经偏弱', when: { c3: { below: -3 } } },
    { key: 'dry', label: '偏干燥', content: '肺经偏强', when: { c4: { from: 3 } } },
    { key: 'fast', label: '心率偏快', content: '高于每分钟 100 次', when: { heart_rate: { from: 101 } } },
    { key: 'slow', label: '心率偏慢', content: '低于每分钟 60 次', when: { heart_rate: { below: 60 } } },
  ],
  otherwise: { key: 'balanced', label: '状态平稳', content: '没有明显的偏强或偏弱' },
};

export const CONSTITUTION: Section = {
  rules: [
    {
      key: 'qi_deficiency',
      label: '气虚倾向',
      content: '脾、肺两经偏弱，传统上称为气虚倾向，多见说话无力、容易出汗。',
      when: { c3: { below: -3 }, c4: { below: -3 } },
    },
    {
      key: 'yang_deficiency',
      label: '阳虚倾向',
      content: '肾经偏弱而总体不强，传统上称为阳虚倾向，多见手脚发凉、怕冷。',
      when: { c2: { below: -3 }, mean: { below: 0 } },
    },
    {
      key: 'yin_deficiency',
      label: '阴虚倾向',
      content: '肾经偏强而心率偏快，传统上称为阴虚倾向，多见口干、睡眠浅。',
      when: { c2: { from: 3 }, heart_rate: { from: 90 } },
    },
    {
      key: 'phlegm_dampness',
      label: '痰湿倾向',
      content: '脾经偏强，传统上称为痰湿倾向，多见身体困重、口黏。',
      when: { c3: { from: 3 } },
    },
    {
      key: 'qi_stagnation',
      label: '气郁倾向',
      content: '肝、胆两经偏强，传统上称为气郁倾向，多见情绪不畅、胸闷。',
      when: { c1: { from: 3 }, c6: { from: 3 } },
    },
  ],
  otherwise: { key: 'balanced', label: '平和倾向', content: '没有明显的体质偏颇，传统上称为平和质。' },
};

export const SYNDROME: Section = {
  rules: [
    {
      key: 'liver_spleen',
      label: '肝强脾弱',
      content: '肝经偏强而脾经偏弱，传统上认为情绪会影响消化，宜放松心情、规律进食。',
      when: { c1: { from: 3 }, c3: { below: -3 } },
    },
    {
      key: 'spleen_stomach',
      label: '脾胃偏弱',
      content: '脾、胃两经偏弱，传统上认为消化吸收较差，宜温热、易消化的饮食。',
      when: { c3: { below: -3 }, c5: { below: -3 } },
    },
    {
      key: 'heart_kidney',
      label: '心肾不交',
      content: '心包经偏强而肾经偏弱，传统上与入睡困难有关，宜睡前放松、不看手机。',
      when: { c0: { from: 3 }, c2: { below: -3 } },
    },
    {
      key: 'stomach_heat',
      label: '胃热',
      content: '胃经偏强，传统上称为胃热，宜少食辛辣油炸。',
      when: { c5: { from: 3 } },
    },
  ],
  otherwise: { key: 'none', label: '未见明显证候', content: '各经络之间没有符合所列证候的组合。' },
};

export const FACTORS: Section = {
  rules: [
    {
      key: 'overwork',
      label: '劳累',
      content: '总体偏弱时，常见的原因是睡眠不足或过度劳累。',
      when: { mean: { below: -3 } },
    },
    {
      key: 'emotion',
      label: '情绪',
      content: '肝经偏强时，常见的原因是压力大或情绪不畅。',
      when: { c1: { from: 3 } },
    },
    {
      key: 'diet',
      label: '饮食',
      content: '脾经偏弱时，常见的原因是饮食不规律或偏食生冷。',
      when: { c3: { below: -3 } },
    },
    {
      key: 'climate',
      label: '气候',
      content: '肺经偏强或偏弱时，应留意天气干燥或受凉。',
      when: { c4: { from: 3 } },
    },
    {
      key: 'chill',
      label: '受凉',
      content: '肺经偏弱时，常见的原因是受凉或久居空调房。',
      when: { c4: { below: -3 } },
    },
  ],
  otherwise: { key: 'none', label: '无明显因素', content: '没有看出明显的影响因素，请继续保持。' },
};

export const DESCRIPTIONS: Section = {
  rules: [
    {
      key: 'sleep',
      label: '睡眠',
      content: '心包经偏离平和，留意睡眠是否充足、是否容易醒。',
      when: { c0: { below: -3 } },
    },
    { key: 'mood', label: '情绪', content: '留意近期是否烦躁、易怒。', when: { c1: { from: 3 } } },
    { key: 'waist', label: '腰膝', content: '留意腰膝是否酸软、是否怕冷。', when: { c2: { below: -3 } } },
    { key: 'appetite', label: '食欲', content: '留意食欲和饭后是否腹胀。', when: { c3: { below: -3 } } },
    { key: 'breath', label: '呼吸', content: '留意是否气短、咽干。', when: { c4: { below: -3 } } },
    { key: 'shoulder', label: '肩背', content: '留意肩背是否紧张。', when: { c7: { from: 3 } } },
  ],
  otherwise: { key: 'fine', label: '状态良好', content: '没有需要特别留意的方面。' },
};
