import { recordRoute } from '../../lib/h5/route.ts';
import { endShares } from '../../lib/h5/shares.ts';

/** DELETE /wx/api/measurements/{record_id}/token: none of the measurement's tokens is good any more. */
export const handler = recordRoute({ answer: ({ record }) => endShares(record) });
