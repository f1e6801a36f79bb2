import type { Addresses } from '../http/addresses.ts';

/** The addresses of h5. */
export const ADDRESSES: Addresses = {
  'GET /version': 'version',
  'GET /wx': 'verify',
  'POST /wx': 'push',
  'GET /wx/oauth': 'oauth',
  'GET /wx/oauth/callback': 'oauth_callback',
  'POST /wx/api/jssdk/config': 'jssdk_config',
  'GET /wx/api/measurements': 'measurements',
  'GET /wx/api/measurements/{record_id}/analyze': 'analyze',
  'POST /wx/api/measurements/{record_id}/remark': 'remark',
  'PUT /wx/api/measurements/{record_id}/remark': 'remark',
  'GET /wx/api/measurements/{record_id}/token': 'share',
  'DELETE /wx/api/measurements/{record_id}/token': 'share_end',
  'GET /wx/api/measurements/token/{token}/analyze': 'shared_analyze',
  'POST /wx/api/payment': 'payment',
};
