import type { Addresses } from '../http/addresses.ts';

/** The addresses of mina, by dialect: its own, wafer2, the wafer session server, wafer's first. */
export const ADDRESSES: Addresses = [
  '/mina/login',
  '/mina/auth',
  '/mina/wafer2/login',
  '/mina/wafer2/user',
  '/mina_auth',
  '/mina_auth/',
  '/mina/wafer/login',
  '/mina/wafer/user',
];
