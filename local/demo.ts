import { addAdmin } from '../lib/callme/admins.ts';
import { SELLER_APP, userOf } from '../lib/callme/callers.ts';
import { importMeasurements } from '../lib/h5/import.ts';
import { type App, findApp, putApp } from '../lib/wechat/apps.ts';
import { writeDemoCabinets } from './cabinet/demo.ts';
import { writeDemoRecipes } from './demo-recipes.ts';
import type { WechatApp } from './wechat/server.ts';

/** The template of a call's message, as its account has it. */
const CALL = {
  id: 'demo-call',
  title: '取餐提醒',
  content: '取餐号码:{{character_string1.DATA}}\n商家名称:{{thing2.DATA}}\n备注:{{thing3.DATA}}\n',
};

/** The template of the message that it is nearly an eater's turn. */
const NEAR = {
  id: 'demo-near',
  title: '即将叫号提醒',
  content: '取餐号码:{{character_string1.DATA}}\n商家名称:{{thing2.DATA}}\n前面还有:{{number3.DATA}}\n',
};

/** The apps of a laptop. */
export const DEMO_APPS: App[] = ['eater', 'seller', 'recipes', 'rental', 'h5'].map((name, i) => ({
  id: String(i + 1),
  appid: `wx-demo-${name}`,
  secret: `demo-secret-${i + 1}`,
  ...(name === 'eater' && {
    callTemplate: {
      id: CALL.id,
      values: { character_string1: '{marchSn}', thing2: '{sellerName}', thing3: '{noteContent}' },
    },
    nearTemplate: {
      id: NEAR.id,
      values: { character_string1: '{marchSn}', thing2: '{sellerName}', number3: '{ahead}' },
    },
  }),
  ...(name === 'h5' && {
    pushToken: 'demopush',
    aesKey: 'demo'.repeat(11).slice(1),
    replies: { 帮助: '打开菜单“我的报告”查看最近的测量。', '*': '您好，这里是演示账号。' },
  }),
}));

/** What WeChat knows of them: the eaters' mini-program has its templates. */
export const DEMO_WECHAT: WechatApp[] = DEMO_APPS.map(({ appid, secret, callTemplate }) => ({
  appid,
  secret,
  ...(callTemplate && { templates: [CALL, NEAR] }),
}));

/** What the openid `demo-patient` has measured. Only the first report is paid for. */
const DEMO_MEASUREMENTS = [
  { c: [1, 0, -1, 1, 0, 1, 0, -1], heart_rate: 72, has_paid: true },
  { c: [-4, 5, -5, -4, 1, -4, 3, 0], heart_rate: 88 },
  { c: [4, 4, 2, 3, 5, 4, 3, 4], heart_rate: 104 },
].map(({ c, ...more }, i) => ({
  record_id: 1001 + i,
  openid: 'demo-patient',
  transaction_no: `demo-${i + 1}`,
  finger: 2,
  created_at: `2026-11-0${i + 1}T08:30:00+08:00`,
  ...Object.fromEntries(c.map((value, n) => [`c${n}`, value])),
  ...more,
}));

/** Writes what there must be to try the product. Apps and remarks that are there stay as their user made them. */
export const writeDemoData = async (): Promise<void> => {
  const apps = DEMO_APPS.map(async (app) => (await findApp(app.id)) ?? putApp(app));
  await Promise.all([
    ...apps,
    addAdmin(userOf({ app: SELLER_APP, openid: 'demo-admin' })),
    writeDemoRecipes(),
    writeDemoCabinets(),
    importMeasurements(DEMO_MEASUREMENTS),
  ]);
};
