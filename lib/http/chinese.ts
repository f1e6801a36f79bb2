import type { Problem } from './problem.ts';

/** A problem as a sentence in Chinese, for the services whose users read that. `requestId` finds the log line of a defect. */
export const inChinese = ({ kind, field }: Problem, requestId: string): string =>
  ({
    'broken body': '请求内容无法解析',
    'invalid field': `参数 ${field} 缺失或不合法`,
    'unknown route': '接口不存在',
    'wrong method': '请求方式不支持',
    'body too large': '请求内容过大',
    defect: `服务器内部错误 (${requestId})`,
    busy: '服务繁忙，请稍后再试',
  })[kind];
