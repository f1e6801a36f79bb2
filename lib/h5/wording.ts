import type { ProblemBody } from '../http/endpoint.ts';
import { envelope, fail } from './outcome.ts';

/** How h5 words what its source does not name. */
export const wording: ProblemBody = ({ kind, field }, requestId) =>
  envelope(
    {
      'broken body': fail('unreadable', '请求内容无法解析'),
      'body too large': fail('unreadable', '请求内容过大'),
      'invalid field': fail('invalid', `参数 ${field} 不合法`),
      'unknown route': fail('invalid', '接口不存在'),
      'wrong method': fail('invalid', '请求方式不支持'),
      defect: fail('internal', `服务器内部错误（${requestId}）`),
      busy: fail('internal', '服务繁忙，请稍后再试'),
    }[kind],
  );
