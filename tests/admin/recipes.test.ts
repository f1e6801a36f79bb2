import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { progress } from '../../admin/progress.ts';
import { readContent } from '../../lib/recipes/catalogue.ts';
import { headKey } from '../../lib/recipes/keys.ts';
import { readOne } from '../../lib/store/store.ts';
import { admin, adminJson, adminProcess, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

const HEAD = 'name,stuff,link,difficulty,tags,methods,tools';
let folder: string;
let said: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callme-recipes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  said = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A file with these lines or bytes. */
const file = async (content: string[] | Buffer, { end = '\n', bom = '' } = {}): Promise<string> => {
  const path = join(folder, `${crypto.randomUUID()}.csv`);
  await writeFile(path, Array.isArray(content) ? bom + content.map((line) => line + end).join('') : content);
  return path;
};
const importing = async (...args: Parameters<typeof file>) => admin('recipes', 'import', await file(...args));
const stored = async () => readContent(await readOne(headKey));
const dish = async (id: number) => (await stored()).dishes.find((one) => one.id === id);

describe('recipes list', () => {
  it('says so where there is none', async () => {
    expect(await admin('recipes', 'list')).toEqual({
      exitCode: DONE,
      stdout: 'There is no dish yet: recipes import brings some.\n',
      stderr: '',
    });
  });
});

describe('recipes import', () => {
  const rows = [
    `${HEAD},`,
    '电饭煲版广式腊肠煲饭,腊肠、米,https://www.bilibili.com/video/BV1NE411Q7Jj,简单,广式,煲,电饭煲,',
    '微波炉版虾吃豆腐 ,虾、豆腐,https://www.bilibili.com/video/av895289430,,,,微波炉,',
    '红烧肉,"牛肉，土豆",,,,,一口大锅,',
    '红烧肉,,,,,,"烤箱、空气炸锅",',
  ];

  it.each([
    ['without a byte order mark, with LF', {}],
    ['with a byte order mark, with CRLF', { bom: '\ufeff', end: '\r\n' }],
  ])('reads a file %s, in which a comma ends every line', async (_, form) => {
    expect(await importing(rows, form)).toMatchObject({ exitCode: DONE, stderr: '' });

    expect((await stored()).dishes).toEqual([
      {
        id: 2000,
        name: '电饭煲版广式腊肠煲饭',
        stuff: '腊肠、米',
        link: 'https://www.bilibili.com/video/BV1NE411Q7Jj',
        difficulty: '简单',
        tags: '广式',
        methods: '煲',
        tools: '电饭煲',
        description: null,
        myLink: null,
      },
      expect.objectContaining({ id: 2001, name: '微波炉版虾吃豆腐', difficulty: '', methods: '' }),
      expect.objectContaining({ id: 2002, name: '红烧肉', stuff: '牛肉，土豆', link: '' }),
      expect.objectContaining({ id: 2003, name: '红烧肉', stuff: '', tools: '烤箱、空气炸锅' }),
    ]);
  });

  it('makes the categories: the source’s examples, and all names of the file', async () => {
    const { categories } = await stored();

    expect(categories.map(({ name }) => name).join()).toBe(
      '土豆,胡萝卜,豆腐,香肠,腊肠,虾,牛肉,面包,米,烤箱,空气炸锅,微波炉,电饭煲,一口大锅',
    );
  });

  it('says what it did, and how far it is while it works', async () => {
    const { stdout } = await importing([...rows, '新菜,鸡蛋,,,,,烤箱,']);

    expect(stdout).toBe(
      '5 dishes are imported: 1 new, 4 that were there. 0 others stay as they are.\nThere are 15 categories.\n',
    );
    expect(said).toEqual(['rows checked: 5/5\n', 'counts written: 1/1\n', 'catalogue written: 1/1\n']);
  });

  it('keeps JSON clean', async () => {
    const path = await file(rows);
    const { stdout, stderr, exitCode } = await adminProcess(['recipes', 'import', path, '--json']);

    expect(JSON.parse(stdout)).toEqual({ imported: 4, added: 0, changed: 4, untouched: 1, categories: 15 });
    expect(stderr).toBe('rows checked: 4/4\ncatalogue written: 1/1\n');
    expect(exitCode).toBe(DONE);
  });

  it('takes the columns in any order, bv for link, and perhaps description and myLink', async () => {
    await importing([
      'tools,BV,description,name,myLink,stuff,tags,methods,difficulty',
      '烤箱,BV17P4y1W7Ze,"第一步, ""切""',
      '第二步",烤箱烧烤,videos/menus/2000.mp4,土豆,杂烩,,',
      '烤箱,av12345,,二号,,土豆,,,',
      '烤箱,,,三号,,土豆,,,',
    ]);

    expect(await dish(2000)).toMatchObject({
      name: '烤箱烧烤',
      link: 'https://www.bilibili.com/video/BV17P4y1W7Ze',
      tags: '杂烩',
      description: '第一步, "切"\n第二步',
      myLink: 'videos/menus/2000.mp4',
    });
    expect(await dish(2001)).toMatchObject({
      link: 'https://www.bilibili.com/video/av12345',
      description: null,
      myLink: null,
    });
    expect(await dish(2002)).toMatchObject({ link: '' });
  });

  it('keeps description and myLink where the file has no such columns', async () => {
    await importing([HEAD, '改名,土豆,,,,,烤箱']);

    expect(await dish(2000)).toMatchObject({ name: '改名', myLink: 'videos/menus/2000.mp4' });
  });

  it('finds a file where its user is, whatever folder npm runs in', async () => {
    const path = await file([HEAD, '改名,土豆,,,,,烤箱']);
    vi.stubEnv('INIT_CWD', dirname(path));

    expect(await admin('recipes', 'import', basename(path))).toMatchObject({ exitCode: DONE });
  });

  it.each([
    ['a missing name', [HEAD, '甲,,,,,,', ',土豆,,,,,'], ['line 3: name is missing']],
    ['a name of blanks', [HEAD, '　 ,,,,,,'], ['line 2: name is missing']],
    [
      'a long name',
      [HEAD, `${'菜'.repeat(65)},,,,,,`],
      ['line 2: name has 65 characters, and 64 at most are kept'],
    ],
    ['a bad link', [HEAD, '甲,,javascript:alert(1),,,,'], ['line 2: link is no http or https address']],
    ['a link without a host', [HEAD, '甲,,https://,,,,'], ['line 2: link is no http or https address']],
    [
      'a bad bv',
      [HEAD.replace('link', 'bv'), '甲,,https://x.com,,,,'],
      ['line 2: bv is no id of a video, such as BV1NE411Q7Jj'],
    ],
    ['too few columns', [HEAD, '甲,土豆'], ['line 2: has 2 columns instead of 7']],
    ['a comma too many', [HEAD, '甲,土豆,米,,,,,烤箱', '乙,,,,,,'], ['line 2: has 8 columns instead of 7']],
    [
      'something behind the last column',
      [`${HEAD},`, '甲,,,,,,,x'],
      ['line 2: has something in the column without a name'],
    ],
    ['an open quote', [HEAD, '甲,,,,,,', '乙,"土豆,,,,,', '丙,,,,,,'], ['line 3: its quotes (") are broken']],
    ['a quote within', [HEAD, '甲"乙",,,,,,'], ['line 2: its quotes (") are broken']],
    [
      'faults behind a cell of several lines',
      [`${HEAD},description`, '甲,,,,,,,"一', '二', '三"', '', ',,,,,,,', '乙,,x,,,,,"一', '二"'],
      ['line 6: name is missing', 'line 7: link is no http or https address'],
    ],
    [
      'a missing column',
      ['name,stuff,link,difficulty,tags,methods', '甲,,,,,'],
      [expect.stringContaining('line 1: the column tools is missing')],
    ],
    [
      'an unknown column',
      [`${HEAD},price`, '甲,,,,,,,'],
      [expect.stringContaining('line 1: "price" is no column')],
    ],
    ['a column twice', [`${HEAD},name`, '甲,,,,,,,'], ['line 1: the column name is there twice']],
    ['link and bv', [`${HEAD},bv`, '甲,,,,,,,'], ['line 1: link and bv are one column: leave one out']],
    ['no dish', [HEAD], ['line 2: there is no dish']],
    ['nothing at all', [], [expect.stringContaining('line 1: the column name is missing')]],
  ])('names the line of %s, and imports nothing', async (_, lines, faults) => {
    const before = await stored();
    const { exitCode, stdout, stderr } = await importing(lines, { end: '\r\n' });

    expect({ exitCode, stdout }).toEqual({ exitCode: NOT_DONE, stdout: '' });
    const [first, ...others] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^Nothing is imported, because .*\.csv is not right:$/);
    expect(others.map((line) => line.trim())).toEqual(faults);
    expect(await stored()).toEqual(before);
  });

  it('names the lines that are not UTF-8', async () => {
    const gbk = Buffer.from('b2cb', 'hex');
    const bytes = Buffer.concat([Buffer.from(`${HEAD}\n甲,,,,,,\n`), gbk, Buffer.from(',,,,,,\n乙,,,,,,\n')]);

    expect((await importing(bytes)).stderr).toMatch(/:\n {2}line 3: is not UTF-8\n$/);
  });

  it('names the first 20 of many faults', async () => {
    const { stderr } = await importing([HEAD, ...Array.from({ length: 50 }, () => ',,,,,,')]);

    expect(stderr.match(/line \d+/g)).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i + 2}`));
  });

  it('says that a file is not there, or is a folder', async () => {
    expect(await admin('recipes', 'import', join(folder, 'none.csv'))).toMatchObject({
      exitCode: NOT_DONE,
      stderr: expect.stringMatching(/none\.csv cannot be read \(ENOENT\)\.\n$/),
    });
    expect((await admin('recipes', 'import', folder)).stderr).toMatch(/cannot be read \(EISDIR\)/);
  });

  it('lets one of two at once win, and tells the other', async () => {
    const paths = [await file([HEAD, '甲,,,,,,']), await file([HEAD, '乙,,,,,,'])];

    const results = await Promise.all(paths.map((path) => admin('recipes', 'import', path)));
    const winner = results.findIndex(({ exitCode }) => exitCode === DONE);

    expect(results.map(({ exitCode }) => exitCode).toSorted()).toEqual([DONE, NOT_DONE]);
    expect(results[1 - winner]?.stderr).toMatch(/^Somebody else changed the recipes meanwhile: nothing/);
    expect(await dish(2000)).toMatchObject({ name: winner === 0 ? '甲' : '乙' });
  });

  it('says that a catalogue is too large', async () => {
    const noise = () =>
      Array.from({ length: 9_900 }, () => String.fromCharCode(0x4e00 + Math.random() * 20_000));
    const lines = Array.from({ length: 300 }, (_, i) => `菜${i},,,,,,,${noise().join('')}`);

    expect((await importing([`${HEAD},description`, ...lines])).stderr).toMatch(
      /^A catalogue of \d+ bytes is larger than 3500000: import fewer dishes\.\n$/,
    );
  });
});

describe('recipes list and recipes remove', () => {
  it('list the dishes with their clicks, and take one away', async () => {
    const { countClick } = await import('../../lib/recipes/counts.ts');
    await importing([HEAD, '甲,,,,,,', '乙,,,,,,']);
    await countClick(2001, 1);
    const rows = (await admin('recipes', 'list')).stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows.slice(0, 3)).toEqual([
      ['id', 'name', 'clicks'],
      ['2000', '甲', '0'],
      ['2001', '乙', '1'],
    ]);

    expect(await admin('recipes', 'remove', '2000')).toMatchObject({
      exitCode: DONE,
      stdout: 'Dish 2000 (甲) is removed.\n',
    });
    expect(await adminJson<unknown[]>('recipes', 'list')).toContainEqual({ id: 2001, name: '乙', clicks: 1 });
    expect(await dish(2000)).toBeUndefined();
    expect(await admin('recipes', 'remove', '2000')).toMatchObject({
      exitCode: NOT_DONE,
      stderr: 'There is no dish 2000: recipes list shows those that there are.\n',
    });
  });

  it('refuse what is no id', async () => {
    expect(await admin('recipes', 'remove', '2x')).toMatchObject({
      exitCode: WRONG_COMMAND,
      stderr: expect.stringMatching(/^"2x" is no id of a dish\./),
    });
  });
});

describe('progress', () => {
  const sayings = (isTTY: boolean) => {
    const written: string[] = [];
    const stream = {
      isTTY,
      write: (text: string) => written.push(text) > 0,
    } as unknown as NodeJS.WriteStream;
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    const report = progress(stream);
    for (let i = 1; i <= 50; i += 1) {
      vi.setSystemTime(i * 100);
      report('rows', i, 50);
    }
    vi.useRealTimers();
    return written;
  };

  it('counts up in one line of a terminal, and says little elsewhere', () => {
    expect(sayings(true)).toHaveLength(50);
    expect(sayings(true).slice(-2)).toEqual(['\rrows: 49/50\x1b[K', '\rrows: 50/50\x1b[K\n']);
    expect(sayings(false)).toEqual(['rows: 20/50\n', 'rows: 40/50\n', 'rows: 50/50\n']);
  });
});
