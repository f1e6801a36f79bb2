import { analyze } from '../../lib/h5/reports.ts';
import { recordRoute } from '../../lib/h5/route.ts';

/** GET /wx/api/measurements/{record_id}/analyze: the report of one of the visitor's measurements. */
export const handler = recordRoute({
  answer: ({ record, visitor }) => analyze(record, visitor.role.user),
});
