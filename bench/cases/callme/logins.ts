import { setting } from '../../../lib/env.ts';
import { DEMO_APPS } from '../../../local/demo.ts';
import { controlWechat } from '../../../local/wechat/control-client.ts';
import { oneWrite } from '../../budget.ts';
import type { Canteen } from '../../canteen.ts';
import { someone } from '../../people.ts';
import type { Case } from '../case.ts';
import { queryCase } from './query.ts';

const [EATERS, SELLERS] = DEMO_APPS.map(({ appid }) => appid) as [string, string];

/** The logins, which ask WeChat. */
export const loginCases = ({ quiet }: Canteen): Promise<Case>[] => {
  const wechat = controlWechat(setting('WECHAT_API_BASE_URL'));
  return [
    queryCase('login', 'eater', oneWrite, {
      fields: async () => ({
        isseller: 'no',
        code: await wechat.login({ appid: EATERS, openid: someone() }),
      }),
    }),
    queryCase('login', 'seller', oneWrite, {
      fields: async () => ({
        isseller: 'yes',
        code: await wechat.login({ appid: SELLERS, openid: quiet.openid }),
      }),
    }),
  ];
};
