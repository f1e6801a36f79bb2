import { type CallLog, createCallLog, type RecordedCall } from './calls.ts';
import { type Codes, createCodes } from './codes.ts';
import { createFaults, type Faults } from './faults.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { createOauthTokens, type OauthTokens, type WebGrant, type WebUser } from './oauth-tokens.ts';
import type { WechatTemplate } from './templates.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { createUsers, type Identity, type Users } from './users.ts';

/**
 * An app as registered with WeChat. `pages` (published) and `templates` (subscribe messages, by id or whole) may be left
 * out: then every page and every template exists. `webDomain`, where its web pages lie, is `localhost` then.
 */
export type WechatApp = {
  appid: string;
  secret: string;
  title?: string;
  pages?: string[];
  templates?: (string | WechatTemplate)[];
  webDomain?: string;
};

/** A user's phone number. `openid`: whose it is, where the test said so. */
export type PhoneGrant = { phoneNumber: string; countryCode: string; openid?: string | undefined };

/** Everything that one simulator knows, in memory. */
export type World = {
  now: () => number;
  apps: Map<string, WechatApp>;
  users: Users;
  loginCodes: Codes<Identity>;
  phoneCodes: Codes<PhoneGrant>;
  webCodes: Codes<WebGrant>;
  /** By appid, who last let the app's web pages know who they are. */
  webUsers: Map<string, WebUser>;
  tokens: Tokens;
  oauthTokens: OauthTokens;
  tickets: Tickets;
  mailbox: Mailbox;
  faults: Faults;
  calls: CallLog;
};

export const createWorld = (
  apps: WechatApp[],
  now: () => number,
  onCall?: (call: RecordedCall) => void,
): World => ({
  now,
  apps: new Map(apps.map((app) => [app.appid, app])),
  users: createUsers(now),
  loginCodes: createCodes(now, 32),
  phoneCodes: createCodes(now, 64),
  webCodes: createCodes(now, 32),
  webUsers: new Map(),
  tokens: createTokens(now),
  oauthTokens: createOauthTokens(now),
  tickets: createTickets(now),
  mailbox: createMailbox(now),
  faults: createFaults(),
  calls: createCallLog(onCall),
});
