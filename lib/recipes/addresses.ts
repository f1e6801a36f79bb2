import type { Addresses } from '../http/addresses.ts';

/** The addresses of recipes. An empty part of a search leaves out what it would name. */
export const ADDRESSES: Addresses = {
  'POST /userinfos/login': 'login',
  'POST /userinfos/register': 'register',
  'GET /userinfos/logout': 'logout',
  'GET /categories': 'categories',
  'GET /menus': 'menus',
  'GET /menus/like': 'menus_like',
  'GET /menus/like/{stuff?}/{tools?}': 'menus_like',
  'GET /menus/order': 'menus_order',
  'GET /menus/order/{gender}': 'menus_order_gender',
  'GET /menus/{id}': 'menu',
  'POST /clicks': 'clicks',
  'POST /praises': 'praise',
  'DELETE /praises': 'praise_end',
  'POST /collections': 'collection',
  'DELETE /collections': 'collection_end',
  'GET /collections': 'collections',
};
