import { wording } from '../../lib/callme/wording.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { Problem } from '../../lib/http/problem.ts';
import { readPicture } from '../../lib/store/pictures.ts';

/** GET /callme/pictures/{picture}: the one way to a stored picture. A name's content never changes. */
export const handler = endpoint(wording(), async ({ pathParameters }) => {
  const picture = await readPicture(pathParameters?.picture ?? '');
  if (!picture) throw new Problem('unknown route');
  return { ...picture, headers: { 'cache-control': 'public, max-age=31536000, immutable' } };
});
