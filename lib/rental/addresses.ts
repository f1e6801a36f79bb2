import type { Addresses } from '../http/addresses.ts';

/** The addresses of rental. Those that its source writes with a slash at the end, or both ways, are there twice. */
export const ADDRESSES: Addresses = [
  '/user/signup',
  '/user/signup/',
  '/user/login',
  '/user/login/',
  '/user/profile',
  '/user/profile/',
  '/user/status',
  '/user/status/',
  '/user/history/page_length/{page_length}/page_id/{page_id}',
  '/user/try_to_rent',
  '/user/try_to_revert',
  '/user/latest_renting_or_reverting_status',
  '/user/renting_or_reverting',
  '/device/list',
  '/device/report',
  '/device/result',
];
