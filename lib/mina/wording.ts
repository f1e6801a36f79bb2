import type { ProblemBody } from '../http/endpoint.ts';
import type { Problem } from '../http/problem.ts';

/** How mina words what its source does not name, in the dialect of the source. */
export const wording: ProblemBody = (problem, requestId) => ({
  ok: 'fail',
  msg: sentence(problem, requestId),
  data: null,
});

/** A problem as a sentence, for the dialects that have one. */
export const sentence = ({ kind, field }: Problem, requestId: string): string =>
  ({
    'broken body': '请求内容无法解析',
    'invalid field': `参数 ${field} 缺失或不合法`,
    'unknown route': '接口不存在',
    'wrong method': '请求方式不支持',
    'body too large': '请求内容过大',
    defect: `服务器内部错误 (${requestId})`,
    busy: '服务繁忙，请稍后再试',
  })[kind];
