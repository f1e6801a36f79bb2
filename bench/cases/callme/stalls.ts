import { invite } from '../../../lib/callme/admins.ts';
import { SELLER_APP } from '../../../lib/callme/callers.ts';
import { adminKey, sellerKey } from '../../../lib/callme/keys.ts';
import { changeInfo } from '../../../lib/callme/sellers.ts';
import { saveConnection, saveWatch } from '../../../lib/callme/watches.ts';
import { savePicture } from '../../../lib/store/pictures.ts';
import { write } from '../../../lib/store/store.ts';
import { multipart, ofSize, PNG } from '../../../tests/support/pictures.ts';
import { information, noDynamoDB, oneWrite, readByBoardKey, readForCaller } from '../../budget.ts';
import {
  boardOf,
  type Canteen,
  enrolStall,
  logIn,
  removeStall,
  type Stall,
  sellerUser,
  someConnection,
  someTel,
} from '../../canteen.ts';
import { someone } from '../../people.ts';
import { type Case, routeCase } from '../case.ts';
import { queryCase } from './query.ts';

const PICTURE = ofSize(PNG, 100_000);

/** What sellers ask of their stall, and administrators of all stalls. */
export const stallCases = (canteen: Canteen): Promise<Case>[] => [
  ...infos(canteen),
  ...pictures(canteen),
  ...boards(canteen),
  ...signups(canteen),
  ...renewals(canteen),
  ...admins(canteen),
];

const infos = ({ busy: { sessionKey } }: Canteen) => [
  queryCase('info', 'read', readForCaller, { fields: { sessionKey } }),
  queryCase('info', 'changed', oneWrite, { fields: { sessionKey, menuList: ['拉面', '炒饭'] } }),
];

const pictures = ({ busy: { sessionKey, sellerId } }: Canteen) => [
  update(sessionKey),
  queryCase('qrcode', 'made already', readForCaller, {
    fields: async () => {
      await changeInfo(sellerId, {
        qrcode: { picture: `${'1'.repeat(32)}.png`, appid: 'wx-demo-eater', envVersion: 'release' },
      });
      return { sessionKey };
    },
  }),
  queryCase('qrcode', 'first time', information('once per stall: access_token, then writes'), {
    fields: async () => {
      await write({ update: sellerKey(sellerId), remove: ['qrcode'] });
      return { sessionKey };
    },
  }),
  picture(),
];

const update = async (sessionKey: string): Promise<Case> => {
  const form = await multipart({ sessionKey, personName: '李师傅' }, PICTURE);
  return routeCase('callme/update', 'picture of 100 KB', oneWrite, {
    name: 'update',
    request: { path: '/callme/update', ...form },
    expected: { updateSuccess: 'success' },
  });
};

const picture = async (): Promise<Case> => {
  const name = await savePicture({ bytes: PICTURE, type: 'image/png' });
  return routeCase('callme/picture', '100 KB', noDynamoDB, {
    name: '(picture)',
    request: { method: 'GET', path: `/callme/pictures/${name}`, pathParameters: { picture: name } },
    expected: {},
  });
};

const boards = ({ busy, quiet }: Canteen) => [
  queryCase('board', 'made already', readForCaller, {
    fields: async () => {
      await boardOf(quiet);
      return { sessionKey: quiet.sessionKey };
    },
  }),
  queryCase('board', 'first time', information('once per stall: session, stall, key'), {
    fields: async () => {
      await write({ update: sellerKey(quiet.sellerId), remove: ['board'] });
      return { sessionKey: quiet.sessionKey };
    },
  }),
  queryCase('board', 'a new one', information('a display is lost: it is cut off, too'), {
    fields: async () => {
      const id = someConnection();
      await saveConnection({ id, sellerId: quiet.sellerId, isBoard: true });
      await saveWatch({ sellerId: quiet.sellerId, connectionId: id, framing: 'json', isBoard: true });
      await boardOf(quiet);
      return { sessionKey: quiet.sessionKey, renew: true };
    },
  }),
  boardPage(busy),
  queryCase('stats', 'today', readForCaller, { fields: { sessionKey: busy.sessionKey } }),
  queryCase('stats', '62 days', readForCaller, {
    fields: { sessionKey: busy.sessionKey, from: '2026-01-01', to: '2026-03-03' },
  }),
];

const boardPage = async (stall: Stall): Promise<Case> => {
  const query = { key: await boardOf(stall) };
  return routeCase('callme/board_page', '', readByBoardKey, {
    name: '(board page)',
    request: { method: 'GET', path: '/board', query },
    expected: {},
  });
};

const signups = ({ administrator }: Canteen) => {
  let telNum = '';
  let openid = '';
  return [
    queryCase('signup', 'enrols a stall', oneWrite, {
      fields: () => {
        telNum = someTel();
        return { sessionKey: administrator, tellNum: telNum };
      },
      clean: () => removeStall(telNum),
    }),
    queryCase('signup', 'binds a stall', oneWrite, {
      fields: async () => {
        telNum = (await enrolStall()).telNum;
        openid = someone();
        const sessionKey = await logIn(SELLER_APP, {}, openid);
        return { sessionKey, telNum, sellerName: '麻辣香锅', personName: '王师傅' };
      },
      clean: () => removeStall(telNum, openid),
    }),
  ];
};

const renewals = ({ administrator, quiet }: Canteen) => {
  let telNum = '';
  return [
    queryCase('renew', 'known number', oneWrite, {
      fields: { sessionKey: administrator, telNum: quiet.telNum, term: 1 },
      // Else the months would grow with every run.
      clean: () => write({ update: sellerKey(quiet.sellerId), set: { paidUntil: quiet.paidUntil } }),
    }),
    queryCase('renew', 'new number', oneWrite, {
      fields: () => {
        telNum = someTel();
        return { sessionKey: administrator, telNum, term: 1 };
      },
      clean: () => removeStall(telNum),
    }),
  ];
};

const admins = ({ administrator }: Canteen) => {
  let openid = '';
  return [
    queryCase('admin', '20 stalls', readForCaller, { fields: { sessionKey: administrator } }),
    queryCase('admin', 'with an invitation', oneWrite, {
      fields: async () => {
        openid = someone();
        return { sessionKey: await logIn(SELLER_APP, {}, openid), invite: await invite() };
      },
      clean: () => write({ delete: adminKey(sellerUser(openid)) }),
    }),
  ];
};
