import { token } from '../../lib/h5/ids.ts';
import { analyzeShared } from '../../lib/h5/reports.ts';
import { openRoute } from '../../lib/h5/route.ts';

/** GET /wx/api/measurements/token/{token}/analyze: the report that a token shares, for anyone. */
export const handler = openRoute({
  fields: { token },
  outcomes: ['invalid'],
  answer: ({ fields: { token } }) => analyzeShared(token),
});
