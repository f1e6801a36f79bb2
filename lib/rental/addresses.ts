import type { Addresses } from '../http/addresses.ts';

/** The addresses of rental. The source writes some with a slash at the end: functions/unknown answers them alike. */
export const ADDRESSES: Addresses = {
  'GET /user/signup': 'login',
  'POST /user/signup': 'login',
  'GET /user/login': 'login',
  'POST /user/login': 'login',
  'GET /user/profile': 'profile',
  'POST /user/profile': 'profile_change',
  'GET /user/status': 'status',
  'GET /user/history/page_length/{page_length}/page_id/{page_id}': 'history',
  'GET /user/try_to_rent': 'try_to_rent',
  'GET /user/try_to_revert': 'try_to_revert',
  'GET /user/latest_renting_or_reverting_status': 'latest_status',
  'GET /user/renting_or_reverting': 'renting_or_reverting',
  'GET /device/list': 'device_list',
  'POST /device/report': 'device_report',
  'POST /device/result': 'device_result',
};
