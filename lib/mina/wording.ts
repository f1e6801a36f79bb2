import { inChinese } from '../http/chinese.ts';
import type { ProblemBody } from '../http/endpoint.ts';

/** How mina words what its source does not name, in the dialect of the source. */
export const wording: ProblemBody = (problem, requestId) => ({
  ok: 'fail',
  msg: inChinese(problem, requestId),
  data: null,
});
