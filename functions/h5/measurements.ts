import { shown } from '../../lib/h5/measurement.ts';
import { end, offset, size, start } from '../../lib/h5/period.ts';
import { listRecords } from '../../lib/h5/records.ts';
import { route } from '../../lib/h5/route.ts';

/** GET /wx/api/measurements?start=&end=&offset=&size=: the visitor's own measurements, newest first. */
export const handler = route({
  fields: { start, end, offset, size },
  answer: async ({ visitor, fields }) => (await listRecords(visitor.openid, fields)).map(shown),
});
