import { log } from '../log.ts';
import { type App, findApp } from './apps.ts';
import { WechatError } from './errors.ts';

/**
 * Asks WeChat something in the name of an app. What WeChat refuses, or could not be asked, is logged and returned.
 * @returns undefined when the deployment does not know the app
 */
export const askWechat = async <T>(
  appId: string,
  ask: (app: App) => Promise<T>,
): Promise<T | WechatError | undefined> => {
  const app = await findApp(appId);
  if (!app) {
    log('error', 'unknown app', { app: appId, hint: 'npm run admin -- apps put' });
    return undefined;
  }
  try {
    return await ask(app);
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    const { path, errcode, rid, message } = error;
    log('warn', 'WeChat refused or could not be asked', { app: appId, path, errcode, rid, reason: message });
    return error;
  }
};
