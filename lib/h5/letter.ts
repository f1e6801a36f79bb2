import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { readText } from '../http/body.ts';
import { Problem } from '../http/problem.ts';
import { counted, log } from '../log.ts';
import { nowSeconds } from '../time.ts';
import type { App } from '../wechat/apps.ts';
import { decryptMessage, encryptMessage } from '../wechat/message-crypto.ts';
import { pushSignature } from '../wechat/signature.ts';
import { isSigned, signedQuery } from './from-wechat.ts';
import { SERVICE } from './visitor.ts';
import { cdata, type Elements, readPush } from './xml.ts';

/** A push as it came: what it says (undefined when it cannot be read), and how a reply goes back. */
export type Letter = { message: Elements | undefined; seal: (reply: string) => string };

const LARGEST = 64 * 1024;

/**
 * Reads a push. In 安全模式 (`encrypt_type=aes`) it is encrypted, proven by `msg_signature`, and so is the reply; in
 * 兼容模式 what is encrypted counts. Without the account's key, what is plain is read, and the rest cannot be.
 * @returns undefined when its signature is wrong
 * @throws Problem when it is no push
 */
export const openLetter = (event: APIGatewayProxyEventV2, account: App): Letter | undefined => {
  const isEncrypted = event.queryStringParameters?.encrypt_type === 'aes';
  const { aesKey } = account;
  if (isEncrypted && aesKey) return openSealed(event, { ...account, aesKey });

  if (!signedQuery(event, account)) return undefined;
  const message = read(event);
  if (message.FromUserName !== undefined) return { message, seal: (reply) => reply };
  if (!isEncrypted) throw new Problem('broken body');
  unreadable(account, 'it is encrypted, and the app has no key: npm run admin -- apps put … --aes-key');
  return { message: undefined, seal: (reply) => reply };
};

const openSealed = (event: APIGatewayProxyEventV2, account: App & { aesKey: string }): Letter | undefined => {
  const query = event.queryStringParameters ?? {};
  const { Encrypt = '' } = read(event);
  if (!isSigned(account, query, query.msg_signature, Encrypt)) return undefined;

  const text = decryptMessage(account, Encrypt);
  if (text === undefined) unreadable(account, 'its key or appid is not that of the app');
  const message = readPush(text ?? '');
  if (message?.FromUserName === undefined) throw new Problem('broken body');
  return { message, seal: (reply) => sealed(account, reply) };
};

const read = (event: APIGatewayProxyEventV2): Elements => {
  const elements = readPush(readText(event, LARGEST));
  if (!elements) throw new Problem('broken body');
  return elements;
};

/** A reply as WeChat wants it in 安全模式; none stays none. */
const sealed = (account: App & { aesKey: string }, reply: string): string => {
  if (reply === '') return '';
  const encrypted = encryptMessage(account, reply);
  const [timestamp, nonce] = [String(nowSeconds()), randomBytes(8).toString('hex')];
  const signature = pushSignature(account.pushToken ?? '', timestamp, nonce, encrypted);
  return [
    '<xml>',
    `<Encrypt>${cdata(encrypted)}</Encrypt>`,
    `<MsgSignature>${cdata(signature)}</MsgSignature>`,
    `<TimeStamp>${timestamp}</TimeStamp>`,
    `<Nonce>${cdata(nonce)}</Nonce>`,
    '</xml>',
  ].join('');
};

const unreadable = ({ id }: App, reason: string): void =>
  log('warn', 'a push cannot be read', { app: id, reason, ...counted(SERVICE, 'UnreadablePushes') });
