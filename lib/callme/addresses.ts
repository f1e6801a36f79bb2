import type { Addresses } from '../http/addresses.ts';
import { QUERIES } from './names.ts';

/** The addresses of callme: one per query, that of the source document, pictures, the hall display. */
export const ADDRESSES: Addresses = {
  'POST /': 'root',
  ...Object.fromEntries(QUERIES.map((name) => [`POST /callme/${name}`, name])),
  'GET /callme/pictures/{picture}': 'picture',
  'GET /board': 'board_page',
};
