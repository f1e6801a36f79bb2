import type { Addresses } from '../http/addresses.ts';

/** The addresses of mina, by dialect: its own, wafer2, the wafer session server, wafer's first. */
export const ADDRESSES: Addresses = {
  'POST /mina/login': 'login',
  'POST /mina/auth': 'auth',
  'POST /mina/phone': 'phone',
  'POST /mina/logout': 'logout',
  'GET /mina/wafer2/login': 'wafer2_login',
  'POST /mina/wafer2/login': 'wafer2_login',
  'GET /mina/wafer2/user': 'wafer2_user',
  'POST /mina_auth': 'session_server',
  'GET /mina/wafer/login': 'wafer_login',
  'POST /mina/wafer/login': 'wafer_login',
  'GET /mina/wafer/user': 'wafer_user',
};
