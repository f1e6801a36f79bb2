/** Every query of callme: each is one Lambda, `functions/callme/<name>.ts`, behind `POST /callme/<name>`. */
export const QUERIES = [
  'login',
  'logout',
  'seller_list',
  'menu',
  'fetch',
  'note',
  'push',
  'hungry',
  'call',
  'done',
  'clear',
  'signup',
  'info',
  'update',
  'admin',
  'renew',
  'qrcode',
  'queue',
  'board',
  'stats',
  'take',
  'unnote',
  'next',
  'miss',
  'undo',
  'settings',
] as const;

export type QueryName = (typeof QUERIES)[number];

export const isQueryName = (name: unknown): name is QueryName => QUERIES.includes(name as QueryName);
