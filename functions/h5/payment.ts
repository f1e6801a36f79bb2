import { pay } from '../../lib/h5/records.ts';
import { recordRoute } from '../../lib/h5/route.ts';

/** POST /wx/api/payment: opens the whole report of a measurement, which the source document takes for paid thereby. */
export const handler = recordRoute({ answer: ({ record }) => pay(record) });
