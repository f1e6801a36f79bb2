import type { ProblemBody } from '../http/endpoint.ts';
import type { QueryName } from './names.ts';

/** How callme words what no document names. */
export const wording =
  (name?: QueryName): ProblemBody =>
  ({ kind, field }, requestId) => {
    if (kind === 'invalid field')
      return { [`${name}Success`]: 'fail', failMsg: 'Invalid Param Error', field };
    if (kind === 'body too large') return { queryErr: 'Body Too Large' };
    if (kind === 'busy') return { queryErr: 'Service Busy' };
    if (kind === 'defect') return { queryErr: 'Server Error', requestId };
    return { queryErr: 'Illegal query' };
  };
