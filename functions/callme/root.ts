import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isQueryName, type QueryName } from '../../lib/callme/names.ts';
import { wording } from '../../lib/callme/wording.ts';
import { readBody } from '../../lib/http/body.ts';
import { type Endpoint, endpoint } from '../../lib/http/endpoint.ts';
import { Problem } from '../../lib/http/problem.ts';

const handlers: Record<QueryName, () => Promise<{ handler: Endpoint }>> = {
  login: () => import('./login.ts'),
  logout: () => import('./logout.ts'),
  seller_list: () => import('./seller_list.ts'),
  menu: () => import('./menu.ts'),
  fetch: () => import('./fetch.ts'),
  note: () => import('./note.ts'),
  push: () => import('./push.ts'),
  hungry: () => import('./hungry.ts'),
  call: () => import('./call.ts'),
  done: () => import('./done.ts'),
  clear: () => import('./clear.ts'),
  signup: () => import('./signup.ts'),
  info: () => import('./info.ts'),
  update: () => import('./update.ts'),
  admin: () => import('./admin.ts'),
  renew: () => import('./renew.ts'),
  qrcode: () => import('./qrcode.ts'),
  queue: () => import('./queue.ts'),
  board: () => import('./board.ts'),
  stats: () => import('./stats.ts'),
  take: () => import('./take.ts'),
  unnote: () => import('./unnote.ts'),
  next: () => import('./next.ts'),
  miss: () => import('./miss.ts'),
  undo: () => import('./undo.ts'),
  settings: () => import('./settings.ts'),
};

/** POST /: the one address of the source document. The body's `query` says which query's Lambda would answer. */
export const handler: Endpoint = async (event, context) => {
  const name = await queryOf(event);
  if (!isQueryName(name)) return illegal(event, context);
  const query = await handlers[name]();
  return query.handler(event, context);
};

/** The query that a body names; undefined also when it cannot be read, which `illegal` then says. */
const queryOf = async (event: APIGatewayProxyEventV2): Promise<unknown> => {
  try {
    return (await readBody(event)).query;
  } catch {
    return undefined;
  }
};

const illegal = endpoint(wording(), async (event) => {
  await readBody(event);
  throw new Problem('unknown route');
});
