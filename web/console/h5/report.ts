import { make } from '../dom.ts';
import { timeOf } from '../time.ts';
import type { Part, Passage, Report } from './api.ts';
import { bars } from './bars.ts';
import { fingerOf } from './fingers.ts';
import { valuesOf } from './meridians.ts';
import { radar } from './radar.ts';

/** The parts of a whole report, in the order in which they are read. */
const PARTS: [Part, string, string][] = [
  ['channels_and_collaterals_explains', '经络解读', 'meridians'],
  ['constitution_differentiation_explains', '体质倾向', 'constitution'],
  ['syndrome_differentiation_explains', '证候', 'syndromes'],
  ['factor_explains', '影响因素', 'factors'],
  ['health_descriptions', '留意', 'watch for'],
];

/** Draws what everybody sees of a report: whose it is and of when, the eight meridians, and the lead. */
export const reportParts = (report: Report, measuredAt = report.content.created_at): Node[] => [
  headOf(report, measuredAt),
  figureOf(report),
  leadOf(report),
];

/** The texts that are paid for; nothing before. */
export const fullParts = ({ content }: Report): Node[] => {
  const { physical_therapy_explain: therapy, measurement_tips: tips } = content;
  const parts = PARTS.map(([part, title, english]) => section(title, english, content[part] ?? []));
  return [
    ...parts,
    section('调理建议', 'what may help', Object.values(therapy ?? {}), 'cards'),
    section('测量提示', 'measuring', tips ?? []),
  ].flat();
};

const headOf = ({ report_id, content }: Report, measuredAt: string | undefined): Node => {
  const { user_profile, measurement_result, tags = [] } = content;
  const when = measuredAt ? [`${timeOf(measuredAt)} 测量`] : [];
  const { heart_rate, finger } = measurement_result;
  const facts = [...when, `心率 ${heart_rate} 次/分`, fingerOf(finger), `编号 ${report_id}`];
  return make(
    'div',
    { class: 'head' },
    make('h3', {}, `${user_profile.nickname || '微信用户'}的脉诊报告`),
    make('p', { class: 'tags' }, ...tags.map(({ label }) => make('span', {}, label))),
    make('p', { class: 'soft' }, facts.filter(String).join(' · ')),
  );
};

const figureOf = ({ content }: Report): Node => {
  const values = valuesOf(content.measurement_result);
  const words = (content.channels_and_collaterals_strength ?? []).map(({ content }) => content);
  return make('div', { class: 'figure' }, radar(values), bars(values, words));
};

const leadOf = ({ content }: Report): Node => make('div', { class: 'lead' }, ...content.lead.map(passage));

const section = (title: string, english: string, passages: Passage[], look = ''): Node[] =>
  passages.length === 0
    ? []
    : [
        make(
          'section',
          { class: `part ${look}` },
          make('h3', {}, title, make('span', { lang: 'en' }, english)),
          ...passages.map(passage),
        ),
      ];

const passage = ({ key, label, content }: Passage): Node =>
  make('div', { class: 'passage', 'data-key': key }, make('h4', {}, label), make('p', {}, content));
