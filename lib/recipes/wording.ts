import { inChinese } from '../http/chinese.ts';
import type { ProblemBody } from '../http/endpoint.ts';
import { envelope } from './envelope.ts';

/** How recipes words what its source does not name. */
export const wording: ProblemBody = (problem, requestId) =>
  envelope({ flag: false, message: inChinese(problem, requestId) });
