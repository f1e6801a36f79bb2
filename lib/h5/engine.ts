import type { Measurement, measured } from './measurement.ts';
import type { Profile } from './profile.ts';

/** A piece of a report: `label` is its headline. */
export type ReportItem = { key: string; label: string; content: string };

/** What a report says, its parts in the order of the source document. `created_at` is ISO 8601, in UTC. */
export type Content = {
  user_profile: Profile;
  measurement_result: ReturnType<typeof measured>;
  lead: ReportItem[];
  tags: ReportItem[];
  channels_and_collaterals_strength: ReportItem[];
  channels_and_collaterals_explains: ReportItem[];
  constitution_differentiation_explains: ReportItem[];
  syndrome_differentiation_explains: ReportItem[];
  factor_explains: ReportItem[];
  health_descriptions: ReportItem[];
  measurement_tips: ReportItem[];
  /** Food, exercise, acupressure, daily life. */
  physical_therapy_explain: { f0: ReportItem; f1: ReportItem; f2: ReportItem; f3: ReportItem };
  display_options: Record<string, boolean>;
  remark: string;
  created_at: string;
};

/** `report_id` is the measurement's `record_id` as a text: the same measurement has the same report. */
export type Report = { report_version: '1.0'; report_id: string; content: Content };

/**
 * Writes the whole report of a measurement. An engine is a pure function: it asks nobody, keeps nothing and answers the
 * same for the same. What of the report an unpaid one shows is not its affair.
 */
export type Engine = (measurement: Measurement, user_profile: Profile) => Report;
