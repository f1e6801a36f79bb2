import { fail } from '../../lib/recipes/outcome.ts';
import { visitorRoute } from '../../lib/recipes/route.ts';
import { endSession } from '../../lib/session/session.ts';

/** GET /userinfos/logout: ends the caller's session. */
export const handler = visitorRoute({
  done: '登出成功',
  outcomes: ['登出失败,session不存在或已经销毁'],
  answer: async ({ caller }) => {
    if (!caller) return fail('登出失败,session不存在或已经销毁');
    await endSession(caller.session);
    return { cookie: '' };
  },
});
