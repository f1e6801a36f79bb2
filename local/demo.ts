import { addAdmin } from '../lib/callme/admins.ts';
import { SELLER_APP, userOf } from '../lib/callme/callers.ts';
import { type App, findApp, putApp } from '../lib/wechat/apps.ts';
import { writeDemoCabinets } from './cabinet/demo.ts';

/** The apps of a laptop. The WeChat simulator knows them too. */
export const DEMO_APPS: App[] = ['eater', 'seller', 'recipes', 'rental', 'h5'].map((name, i) => ({
  id: String(i + 1),
  appid: `wx-demo-${name}`,
  secret: `demo-secret-${i + 1}`,
  ...(name === 'eater' && {
    callTemplate: {
      id: 'demo-call',
      values: { character_string1: '{marchSn}', thing2: '{sellerName}', thing3: '{noteContent}' },
    },
  }),
}));

/** Writes what there must be to try the product. An app that is there stays as its user made it. */
export const writeDemoData = async (): Promise<void> => {
  const apps = DEMO_APPS.map(async (app) => (await findApp(app.id)) ?? putApp(app));
  const administrator = addAdmin(userOf({ app: SELLER_APP, openid: 'demo-admin' }));
  await Promise.all([...apps, administrator, writeDemoCabinets()]);
};
