import { openRoute } from '../../lib/h5/route.ts';
import { version } from '../../lib/h5/version.ts';

/** GET /version: which version of the product answers. */
export const handler = openRoute({ answer: () => ({ version }) });
