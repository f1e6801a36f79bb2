/** What the tests use of `wechat-crypto`, which has no types. */
declare module 'wechat-crypto' {
  export default class WXBizMsgCrypt {
    constructor(token: string, encodingAESKey: string, id: string);
    encrypt(text: string): string;
    decrypt(encrypted: string): { message: string; id: string };
    getSignature(timestamp: string, nonce: string, encrypted: string): string;
  }
}
