import { url } from '../../lib/h5/fields.ts';
import { configure } from '../../lib/h5/jssdk.ts';
import { openRoute } from '../../lib/h5/route.ts';

/** POST /wx/api/jssdk/config: what a page needs to use WeChat's JS-SDK. */
export const handler = openRoute({
  fields: { url },
  outcomes: ['invalid', 'ticket'],
  answer: ({ fields: { url } }) => configure(url),
});
