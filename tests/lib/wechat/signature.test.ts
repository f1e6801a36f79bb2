import { getJsApiSignature } from '@wecom/crypto';
import fc from 'fast-check';
import JsApiTicket from 'node-easywechat/dist/OfficialAccount/JsApiTicket.js';
import { describe, expect, it } from 'vitest';
import { jssdkSignature, openDataSignature, pushSignature } from '../../../lib/wechat/signature.ts';
import { RAW_DATA, RAW_KEY, RAW_SIGNATURE } from '../../support/open-data.ts';

describe('jssdkSignature', () => {
  it('gives WeChat’s own sample, whose address stays as it is', () => {
    const signature = jssdkSignature({
      ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      noncestr: 'Wm3WZYTPz0wzccnW',
      timestamp: '1414587457',
      url: 'http://mp.weixin.qq.com?params=value',
    });

    expect(signature).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
  });

  it('gives easywechat’s sample', () => {
    const signature = jssdkSignature({
      ticket: 'mock-ticket',
      noncestr: 'mock-nonce',
      timestamp: '1601234567',
      url: 'https://www.easywechat.com/',
    });

    expect(signature).toBe('22772d2fb393ab9f7f6a5a54168a566fbf1ab767');
  });

  it('is what two independent packages sign', async () => {
    class Easy extends JsApiTicket {
      override getTicket = async () => ticket;
    }
    const easy = new Easy('wx-test-h5', 'secret');
    const ticket = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3';
    const config = fc.record({
      nonceStr: fc.string({ minLength: 1, maxLength: 60 }),
      timestamp: fc.integer({ min: 1 }),
      url: fc.webUrl({ withQueryParameters: true }),
    });
    await fc.assert(
      fc.asyncProperty(config, async ({ nonceStr, timestamp, url }) => {
        const signature = jssdkSignature({ ticket, noncestr: nonceStr, timestamp: String(timestamp), url });

        expect(getJsApiSignature({ ticket, nonceStr, timestamp, url }).signature).toBe(signature);
        expect(await easy.configSignature(url, nonceStr, timestamp)).toMatchObject({ signature });
      }),
    );
  });
});

describe('pushSignature', () => {
  it('signs what it is given, sorted', () => {
    const signature = '76480565cbe296026c53aaacd1ad523a1ddba24f';

    expect(pushSignature('pamtest', '1409304348', 'xxxxxx')).toBe(signature);
    expect(pushSignature('xxxxxx', 'pamtest', '1409304348')).toBe(signature);
    expect(pushSignature('pamtest', '1409304349', 'xxxxxx')).not.toBe(signature);
  });
});

describe('openDataSignature', () => {
  it('gives WeChat’s own sample', () => {
    const signature = openDataSignature(RAW_DATA, RAW_KEY);

    expect(signature).toBe(RAW_SIGNATURE);
  });
});
