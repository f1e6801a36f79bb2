import type { Addresses } from '../http/addresses.ts';

/** The addresses of recipes. */
export const ADDRESSES: Addresses = [
  '/userinfos/login',
  '/userinfos/register',
  '/userinfos/logout',
  '/categories',
  '/menus',
  '/menus/like',
  '/menus/like/{stuff}/{tools}',
  '/menus/order',
  '/menus/order/{gender}',
  '/menus/{id}',
  '/clicks',
  '/praises',
  '/collections',
];
