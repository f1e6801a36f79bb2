import { recordRoute } from '../../lib/h5/route.ts';
import { share } from '../../lib/h5/shares.ts';

/** GET /wx/api/measurements/{record_id}/token: a token by which anyone may read this one report, for 7 days. */
export const handler = recordRoute({ answer: ({ record }) => share(record) });
