import type { ProblemBody } from '../http/endpoint.ts';
import { envelope } from './envelope.ts';

/** How recipes words what its source does not name. */
export const wording: ProblemBody = ({ kind, field }, requestId) =>
  envelope({
    flag: false,
    message: {
      'broken body': '请求内容无法解析',
      'invalid field': `参数${field}缺失或不合法`,
      'unknown route': '接口不存在',
      'wrong method': '请求方式不支持',
      'body too large': '请求内容过大',
      defect: `服务器内部错误(${requestId})`,
      busy: '服务繁忙,请稍后再试',
    }[kind],
  });
