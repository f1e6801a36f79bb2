import type { Engine, ReportItem } from '../engine.ts';
import { MERIDIANS, measured, shownTime } from '../measurement.ts';
import { DISCLAIMER, HEART_RATE, LEAD, TIPS } from './basics.ts';
import { CONSTITUTION, DESCRIPTIONS, FACTORS, SYNDROME, TAGS } from './findings.ts';
import { BEGINNINGS, LEVELS, MERIDIAN_TEXTS } from './meridians.ts';
import { apply, type Features, featuresOf } from './rule.ts';
import { ACUPRESSURE, DAILY_LIFE, EXERCISE, FOOD } from './therapy.ts';

/** The default engine: rules on meridians and heart rate, whose texts and limits stand in the files beside it. */
export const rules: Engine = (measurement, user_profile) => {
  const features = featuresOf(measurement);
  return {
    report_version: '1.0',
    report_id: String(measurement.record_id),
    content: {
      user_profile,
      measurement_result: measured(measurement),
      lead: [...apply(LEAD, features), ...apply(HEART_RATE, features), DISCLAIMER],
      tags: apply(TAGS, features),
      channels_and_collaterals_strength: strengths(features),
      channels_and_collaterals_explains: explanations(features),
      constitution_differentiation_explains: apply(CONSTITUTION, features),
      syndrome_differentiation_explains: apply(SYNDROME, features),
      factor_explains: apply(FACTORS, features),
      health_descriptions: apply(DESCRIPTIONS, features),
      measurement_tips: TIPS,
      physical_therapy_explain: {
        f0: apply(FOOD, features)[0],
        f1: apply(EXERCISE, features)[0],
        f2: apply(ACUPRESSURE, features)[0],
        f3: apply(DAILY_LIFE, features)[0],
      },
      display_options: {
        display_heart_rate: measurement.heart_rate > 0,
        display_remark: measurement.remark !== '',
        display_tags: measurement.tags.length > 0,
      },
      remark: measurement.remark,
      created_at: shownTime(measurement.created_at),
    },
  };
};

const strengths = (features: Features): ReportItem[] =>
  MERIDIANS.map((key) => ({ key, label: MERIDIAN_TEXTS[key].label, content: levelOf(features[key]).name }));

const explanations = (features: Features): ReportItem[] =>
  MERIDIANS.map((key) => {
    const { label, ...texts } = MERIDIAN_TEXTS[key];
    const { name, side } = levelOf(features[key]);
    return { key, label: `${label}${name}`, content: `${label}${BEGINNINGS[side]}${texts[side]}` };
  });

const levelOf = (value: number) =>
  LEVELS.find(({ below }) => value < below) ?? (LEVELS.at(-1) as (typeof LEVELS)[number]);
