import { describe, expect, it } from 'vitest';
import { decode } from '../../admin/decode.ts';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
/** 菜 and 🍳, in GBK and in four bytes. */
const DISH = Buffer.from('b2cb', 'hex');
const PAN = Buffer.from('9439bb33', 'hex');
const lines = (...all: (string | Buffer)[]) =>
  Buffer.concat(all.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));

describe('decode', () => {
  it.each([
    ['UTF-8', Buffer.from('菜🍳'), 'UTF-8', '菜🍳'],
    ['UTF-8 with its mark', Buffer.from('\ufeff菜'), 'UTF-8', '菜'],
    ['UTF-16 as Excel and PowerShell write it', Buffer.from('\ufeff菜🍳', 'utf16le'), 'UTF-16', '菜🍳'],
    ['UTF-16 the other way round', utf16be('\ufeff菜'), 'UTF-16', '菜'],
    ['UTF-16 without a mark', Buffer.from('name,菜', 'utf16le'), 'UTF-16', 'name,菜'],
    ['UTF-16 without a mark, the other way round', utf16be('name,菜'), 'UTF-16', 'name,菜'],
    ['UTF-16 with half an emoji', Buffer.from('a\ud83cb', 'utf16le'), 'UTF-16', 'a\ufffdb'],
    ['GB18030', Buffer.concat([DISH, PAN, Buffer.from('\n€'), DISH]).subarray(0, 7), 'GB18030', '菜🍳\n'],
    ['the euro of GBK', Buffer.concat([DISH, Buffer.from([0x80])]), 'GB18030', '菜€'],
    ['nothing', Buffer.alloc(0), 'UTF-8', ''],
  ])('reads %s', (_, bytes, encoding, text) => {
    expect(decode(bytes)).toEqual({ text, encoding });
  });

  it('takes UTF-8 in which a line is broken for no GB18030, though most of it could be read so', () => {
    const good = '你好你好'; // Its 12 bytes are 6 characters of GB18030, too.
    expect(new TextDecoder('gb18030', { fatal: true }).decode(Buffer.from(good))).toHaveLength(6);

    expect(decode(lines('name', good, good, DISH, good))).toEqual({ broken: [4] });
    expect(decode(Buffer.concat([Buffer.from('\ufeff'), lines('name', DISH)]))).toEqual({ broken: [2] });
  });

  it('takes GB18030 of which a line could be UTF-8 for GB18030', () => {
    const either = Buffer.from('c4a3', 'hex'); // 模, or ģ.

    expect(decode(lines('name', DISH, either, DISH))).toEqual({
      text: 'name\n菜\n模\n菜\n',
      encoding: 'GB18030',
    });
  });

  it.each([['\n'], ['\r\n'], ['\r']])(
    'names the lines that nothing can read, where lines end in %j',
    (end) => {
      const bytes = Buffer.concat([DISH, Buffer.from(end), Buffer.from([0xff]), Buffer.from(end), DISH]);

      expect(decode(bytes)).toEqual({ broken: [1, 2, 3] });
    },
  );
});
