import { Failure as AnyFailure, failure } from '../failure.ts';

/** Every message of a documented failure. The mini-program shows these words. */
export type Message =
  | '用户未登录'
  | '用户未注册'
  | '登录失败,code无效'
  | '注册失败,code无效'
  | '注册失败,用户已存在'
  | '登出失败,session不存在或已经销毁'
  | '菜品不存在';

/** A documented failure: returned, never thrown. */
export const Failure = AnyFailure<Message>;
export type Failure = AnyFailure<Message>;

/** The result that says why something is not done. */
export const fail = failure<Message>;

/** Done, and there is nothing more to say. */
export type Done = Record<string, never>;
