import type { Content, Report } from './engine.ts';
import { chosenEngine } from './engines.ts';
import type { RecordId } from './keys.ts';
import type { Measurement } from './measurement.ts';
import { fail } from './outcome.ts';
import { profileOf } from './profile.ts';
import { readRecord } from './records.ts';
import { findShared } from './shares.ts';
import type { User } from './visitor.ts';

/** What may be read of a report before it is paid for. */
type FreeContent = Pick<Content, 'user_profile' | 'measurement_result' | 'lead'>;

type ShownReport = Omit<Report, 'content'> & { content: Content | FreeContent; show_full_report: boolean };

/** A deployment that names an engine which there is not shows at the first start. */
const engine = chosenEngine();

/** The report of a user's own measurement. */
export const analyze = async (record: RecordId, user: User): Promise<ShownReport> =>
  reportOf(await readRecord(record), user);

/** The report that a token shares: whose name it is, but neither picture nor remark. */
export const analyzeShared = async (token: string) => {
  const shared = await findShared(token);
  if (!shared) return fail('invalid', '分享链接不存在或已失效');
  const { measurement, nickname } = shared;
  return reportOf({ ...measurement, remark: '' }, { nickname });
};

const reportOf = (measurement: Measurement, user: Partial<User>): ShownReport => {
  const { content, ...report } = engine(measurement, profileOf(user));
  const { user_profile, measurement_result, lead } = content;
  return {
    ...report,
    content: measurement.has_paid ? content : { user_profile, measurement_result, lead },
    show_full_report: measurement.has_paid,
  };
};
