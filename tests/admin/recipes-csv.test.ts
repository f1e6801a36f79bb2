import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Decoded, decode } from '../../admin/decode.ts';
import { type DishSheet, readDishes } from '../../admin/recipes-csv.ts';

const HEAD = 'name,stuff,link,difficulty,tags,methods,tools';
const read = (...lines: string[]) => readDishes(lines.map((line) => `${line}\n`).join('')) as DishSheet;
const faults = (...lines: string[]) => {
  const sheet = readDishes(lines.map((line) => `${line}\r\n`).join(''));
  return 'faults' in sheet ? sheet.faults.map(({ line, reason }) => `line ${line}: ${reason}`) : sheet;
};
const names = (sheet: DishSheet) => sheet.dishes.map(({ name }) => name);

/** Which program wrote it, or whose way was followed by hand; how it is encoded, and what separates. */
const FILES: Record<string, [encoding: string, separator: string]> = {
  'libreoffice-utf8-comma.csv': ['UTF-8', ','],
  'libreoffice-utf16-tab.csv': ['UTF-16', '\t'],
  'libreoffice-gb18030-semicolon.csv': ['GB18030', ';'],
  'like-excel-utf8-bom.csv': ['UTF-8', ','],
  'like-excel-unicode-text.txt': ['UTF-16', '\t'],
  'like-excel-gbk-sep.csv': ['GB18030', ';'],
  'like-excel-mac-cr.csv': ['GB18030', ','],
};

describe('a file as a spreadsheet saves it', () => {
  const files = globSync('tests/admin/files/*');

  it.each(files.map((file) => [basename(file), file]))('%s is read as it was meant', (name, file) => {
    const { text, encoding } = decode(readFileSync(file)) as Decoded;
    const { separator, dishes } = readDishes(text) as DishSheet;

    expect([encoding, separator]).toEqual(FILES[name]);
    expect(dishes).toEqual([
      {
        id: 2005,
        name: '红烧肉',
        stuff: '猪肉、冰糖',
        link: 'https://www.bilibili.com/video/BV1SW411t7AX',
        difficulty: '普通',
        tags: '下饭, 浓油赤酱',
        methods: '炖',
        tools: '一口大锅',
        description: '第一步: 切\n第二步; "慢炖"',
        myLink: undefined,
      },
      expect.objectContaining({ name: '番茄炒蛋', difficulty: '简单', link: '', description: null }),
      expect.objectContaining({ name: '烤土豆', tools: '烤箱、空气炸锅', description: null }),
    ]);
  });

  it('is every one of them', () => {
    expect(files.map((file) => basename(file)).sort()).toEqual(Object.keys(FILES).sort());
  });
});

describe('readDishes', () => {
  it.each([
    ['sep=;', 'name;stuff;link;difficulty;tags;methods;tools', '甲;土豆,米;;;;;'],
    ['"sep=,"', HEAD, '甲,"土豆,米",,,,,'],
    ['SEP=|', HEAD.replaceAll(',', '|'), '甲|土豆,米|||||'],
    // Whoever saved it anew kept the line, and changed what separates.
    ['sep=,', HEAD.replaceAll(',', '\t'), '甲\t土豆,米\t\t\t\t\t'],
  ])('takes the line %s', (...lines) => {
    const sheet = read(...lines);

    expect(sheet.dishes).toMatchObject([{ name: '甲', stuff: '土豆,米' }]);
    expect(sheet.lines).toEqual([3]);
  });

  it('skips rows and columns in which every cell is empty, wherever they are, and counts their lines', () => {
    const sheet = read('', ',,,,,,,,', `,${HEAD},`, ',甲,,,,,,,', ', \u3000,,,\u200b,,,', '', ',乙,,,,,,,,,');

    expect([names(sheet), sheet.lines]).toEqual([
      ['甲', '乙'],
      [4, 7],
    ]);
  });

  it('takes out what nobody sees, wherever it is, and leaves what shapes an emoji', () => {
    const sheet = read(
      `\ufeff\ufeff\0n\u200bame,\u200e"stuff"\u2060,link,difficulty,tags,methods,tools`,
      '\u200b"红\u200d烧\0肉"\u200b,\u202a土豆\u202c,,,,,烤\u00ad箱\x1a',
      '👨\u200d🍳的菜❤\ufe0f,,,,,,',
    );

    expect(sheet.dishes).toMatchObject([
      { name: '红烧肉', stuff: '土豆', tools: '烤箱' },
      { name: '👨\u200d🍳的菜❤\ufe0f' },
    ]);
  });

  it('takes several lines in a cell for a list, or for one line, but for the description', () => {
    const sheet = read(`${HEAD},description`, '"红烧', '肉","土豆', '米",,,,,"烤箱', '电饭煲","一', '二"');

    expect(sheet.dishes).toMatchObject([
      { name: '红烧 肉', stuff: '土豆、米', tools: '烤箱、电饭煲', description: '一\n二' },
    ]);
  });

  it('takes question marks for what they are where there is Chinese too', () => {
    expect(names(read(HEAD, '??,,,,,,', '真的吗??,,,,,,'))).toEqual(['??', '真的吗??']);
  });

  it('takes an id where there is one', () => {
    expect(
      read(`ID,${HEAD}`, '2046,甲,,,,,,', ',乙,,,,,,', '007,丙,,,,,,', '12.0,丁,,,,,,').dishes.map(
        ({ id }) => id,
      ),
    ).toEqual([2046, undefined, 7, 12]);
  });

  it.each([
    [
      'a missing name',
      [HEAD, '甲,,,,,,', ',土豆,,,,,'],
      ['line 3: name is missing: write one, or empty the row'],
    ],
    ['a name of blanks', [HEAD, '　 ,土豆,,,,,'], ['line 2: name is missing: write one, or empty the row']],
    ['a long name', [HEAD, `${'菜'.repeat(65)},,,,,,`], ['line 2: name has 65 characters: shorten it to 64']],
    [
      'a bad link, and one without a host',
      [HEAD, '甲,,javascript:alert(1),,,,', '乙,,https://,,,,'],
      [2, 3].map(
        (line) => `line ${line}: link is no http or https address: write a whole one, or leave it empty`,
      ),
    ],
    [
      'a bad bv',
      [HEAD.replace('link', 'bv'), '甲,,https://x.com,,,,'],
      ['line 2: bv is no id of a video, such as BV1NE411Q7Jj: write one, or leave it empty'],
    ],
    [
      'a bad id',
      [`id,${HEAD}`, '0,甲,,,,,,', '2e3,乙,,,,,,', '"2,046",丙,,,,,,', '2.5,戊,,,,,,', '1234567890,丁,,,,,,'],
      ['0', '2e3', '2,046', '2.5', '1234567890'].map(
        (id, i) =>
          `line ${i + 2}: id "${id}" is no number from 1 to 999999999: write digits alone, or leave it empty`,
      ),
    ],
    [
      'an id twice',
      [`id,${HEAD}`, '2000,甲,,,,,,', ',乙,,,,,,', '02000,丙,,,,,,'],
      ['line 4: id 2000 is that of line 2, too: write another, or none'],
    ],
    [
      'too few cells',
      [HEAD, '甲,土豆'],
      ['line 2: has 2 cells, and the heading 7: write the separators of empty cells, too'],
    ],
    [
      'a comma too many',
      [HEAD, '甲,土豆,米,,,,,烤箱', '乙,,,,,,'],
      ['line 2: has 8 cells, and the heading 7: put a cell that has a separator in it between quotes (")'],
    ],
    [
      'something in a column without a name',
      [`${HEAD},`, '甲,,,,,,,x'],
      ['line 2: has something in a column without a name: name it, or empty it'],
    ],
    [
      'an open quote',
      [HEAD, '甲,,,,,,', '乙,"土豆,,,,,', '丙,,,,,,'],
      ['line 3: its quotes (") are broken: put the whole cell between quotes, and write each " in it twice'],
    ],
    [
      'a quote within',
      [HEAD, '甲"乙",,,,,,'],
      ['line 2: its quotes (") are broken: put the whole cell between quotes, and write each " in it twice'],
    ],
    [
      'a character that was lost',
      [HEAD, '红\ufffd肉,,,,,,'],
      ['line 2: name has a character that got lost (�): write it anew'],
    ],
    [
      'a text that a spreadsheet took for a formula',
      [HEAD, '甲,#NAME?,,Err:508,,,', '乙,# 号,,,#NAME,,'],
      ['stuff is #NAME?', 'difficulty is Err:508'].map(
        (what) =>
          `line 2: ${what}: the spreadsheet took it for a formula. Make the cell one of text, and write it anew`,
      ),
    ],
    [
      'a file of an encoding without Chinese',
      [HEAD, 'abc,???,,,,,', '3????15?????,???,https://x.com/?a=??,,?,?,???'],
      ['line 2: its Chinese got lost, and there are question marks for it: save it once more, as UTF-8'],
    ],
    [
      'faults behind a cell of several lines',
      [`${HEAD},description`, '甲,,,,,,,"一', '二', '三"', '', ',,x,,,,,', '乙,,x,,,,,"一', '二"'],
      [
        expect.stringMatching(/^line 6: name is missing/),
        expect.stringMatching(/^line 6: link is no/),
        expect.stringMatching(/^line 7: link is no/),
      ],
    ],
    [
      'a missing column',
      ['name,stuff,link,difficulty,tags,methods', '甲,,,,,'],
      [expect.stringContaining('line 1: the column tools is missing: add it')],
    ],
    [
      'an unknown column, behind empty rows',
      ['', ',,', `${HEAD},price`, '甲,,,,,,,'],
      [expect.stringContaining('line 3: "price" is no column: rename it')],
    ],
    [
      'a column twice',
      [`${HEAD},name`, '甲,,,,,,,'],
      ['line 1: the column name is there twice: leave one out'],
    ],
    ['link and bv', [`${HEAD},bv`, '甲,,,,,,,'], ['line 1: link and bv are one column: leave one out']],
    ['no dish', [HEAD, ',,,,,,'], ['line 2: there is no dish: write one a line']],
    ['nothing at all', [], [expect.stringContaining('line 1: the column name is missing')]],
  ])('names the line of %s, and what to do', (_, lines, expected) => {
    expect(faults(...lines)).toEqual(expected);
  });
});
