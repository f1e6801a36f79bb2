import type { ProblemBody } from '../http/endpoint.ts';

/** How rental words what its source does not name, and an incomplete request. */
export const wording: ProblemBody = ({ kind, field }, requestId) => ({
  status: `error: ${
    {
      'broken body': 'invalid request',
      'invalid field': 'invalid request',
      'unknown route': 'unknown route',
      'wrong method': 'wrong method',
      'body too large': 'body too large',
      defect: 'server error',
      busy: 'service busy',
    }[kind]
  }`,
  ...(field && { field }),
  ...(kind === 'defect' && { requestId }),
});
