import { inChinese } from '../http/chinese.ts';
import type { ProblemBody } from '../http/endpoint.ts';
import type { Problem } from '../http/problem.ts';
import { type CODE, envelope, fail } from './outcome.ts';

const REASON: Record<Problem['kind'], keyof typeof CODE> = {
  'broken body': 'unreadable',
  'body too large': 'unreadable',
  'invalid field': 'invalid',
  'unknown route': 'invalid',
  'wrong method': 'invalid',
  defect: 'internal',
  busy: 'internal',
};

/** How h5 words what its source does not name. */
export const wording: ProblemBody = (problem, requestId) =>
  envelope(
    problem.isMissing
      ? fail('missing', `缺少参数 ${problem.field}`)
      : fail(REASON[problem.kind], inChinese(problem, requestId)),
  );
