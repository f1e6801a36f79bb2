import type { Addresses } from '../http/addresses.ts';
import { QUERIES } from './names.ts';

/** The addresses of callme: one per query, that of the source document, pictures, the hall display. */
export const ADDRESSES: Addresses = [
  '/',
  ...QUERIES.map((name) => `/callme/${name}`),
  '/callme/pictures/{picture}',
  '/board',
];
