import { remark } from '../../lib/h5/fields.ts';
import { setRemark } from '../../lib/h5/records.ts';
import { recordRoute } from '../../lib/h5/route.ts';

/** POST or PUT /wx/api/measurements/{record_id}/remark: what the visitor notes beside a measurement. */
export const handler = recordRoute({
  fields: { remark },
  answer: ({ record, fields: { remark } }) => setRemark(record, remark),
});
