import type { Addresses } from '../http/addresses.ts';

/** The addresses of h5. */
export const ADDRESSES: Addresses = [
  '/wx',
  '/wx/oauth',
  '/wx/oauth/callback',
  '/wx/api/jssdk/config',
  '/wx/api/measurements',
  '/wx/api/measurements/{record_id}/analyze',
  '/wx/api/measurements/{record_id}/remark',
  '/wx/api/measurements/{record_id}/token',
  '/wx/api/measurements/token/{token}/analyze',
  '/wx/api/payment',
];
