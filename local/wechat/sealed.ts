import { type Cipher, decryptMessage, encryptMessage } from '../../lib/wechat/message-crypto.ts';
import { pushSignature } from '../../lib/wechat/signature.ts';

/** The key of a message's encryption, and the token that both know. */
export type Secrets = Cipher & { token: string };

/** What a push holds in 安全模式: its body, and what its query says of that beside what is always there. */
export const sealed = (
  secrets: Secrets,
  { receiver, text }: { receiver: string; text: string },
  { timestamp, nonce }: { timestamp: string; nonce: string },
): { body: string; query: Record<string, string> } => {
  const encrypted = encryptMessage(secrets, text);
  return {
    body: `<xml><ToUserName><![CDATA[${receiver}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
    query: {
      encrypt_type: 'aes',
      msg_signature: pushSignature(secrets.token, timestamp, nonce, encrypted),
    },
  };
};

/** Opens an encrypted reply; undefined when signature, key or appid are wrong. */
export const opened = (secrets: Secrets, body: string): string | undefined => {
  const element = (name: string) =>
    new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^<\\]]*)(?:\\]\\]>)?</${name}>`).exec(body)?.[1] ?? '';
  const encrypted = element('Encrypt');
  const signature = pushSignature(secrets.token, element('TimeStamp'), element('Nonce'), encrypted);
  return element('MsgSignature') === signature ? decryptMessage(secrets, encrypted) : undefined;
};
