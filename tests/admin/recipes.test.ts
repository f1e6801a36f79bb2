import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
const dish = async (name: string) => (await stored()).dishes.find((one) => one.name === name);

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

  it('says what it did, how it read the file, and how far it is while it works', async () => {
    const path = await file([...rows, '新菜,鸡蛋,,,,,烤箱,']);
    const { stdout } = await admin('recipes', 'import', path);

    expect(stdout).toBe(
      `${path} is read as UTF-8, with , between.
5 dishes are imported: 1 new, 0 changed, 4 as they were. 0 others stay as they are.
There are 15 categories.\n`,
    );
    expect(said).toEqual(['rows checked: 5/5\n', 'counts written: 1/1\n', 'catalogue written: 1/1\n']);
  });

  it('keeps JSON clean', async () => {
    const path = await file(rows.with(3, '红烧肉,牛肉,,,,,一口大锅,'));
    const { stdout, stderr, exitCode } = await adminProcess(['recipes', 'import', path, '--json']);

    expect(JSON.parse(stdout)).toEqual({
      encoding: 'UTF-8',
      separator: ',',
      imported: 4,
      added: 0,
      changed: 1,
      unchanged: 3,
      removed: 0,
      untouched: 1,
      categories: 15,
    });
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

    expect(await dish('烤箱烧烤')).toMatchObject({
      link: 'https://www.bilibili.com/video/BV17P4y1W7Ze',
      tags: '杂烩',
      description: '第一步, "切"\n第二步',
      myLink: 'videos/menus/2000.mp4',
    });
    expect(await dish('二号')).toMatchObject({
      link: 'https://www.bilibili.com/video/av12345',
      description: null,
      myLink: null,
    });
    expect(await dish('三号')).toMatchObject({ link: '' });
  });

  it('keeps description and myLink where the file has no such columns', async () => {
    const { id } = (await dish('烤箱烧烤')) as { id: number };
    await importing([`id,${HEAD}`, `${id},改名,土豆,,,,,烤箱`]);

    expect(await dish('改名')).toMatchObject({ id, myLink: 'videos/menus/2000.mp4' });
  });

  it('finds a file where its user is, whatever folder npm runs in', async () => {
    const path = await file([HEAD, '改名,土豆,,,,,烤箱']);
    vi.stubEnv('INIT_CWD', dirname(path));

    expect(await admin('recipes', 'import', basename(path))).toMatchObject({ exitCode: DONE });
  });

  it('tells that it took a file for GB18030, and that TAB is between', async () => {
    const head = Buffer.from(`${HEAD}\n`.replaceAll(',', '\t'));
    const path = await file(Buffer.concat([head, Buffer.from('b2cb', 'hex'), Buffer.from('\t\t\t\t\t\t\n')]));

    expect((await admin('recipes', 'import', path)).stdout).toContain(
      `${path} is read as GB18030, with TAB between.\n1 dishes are imported: 1 new`,
    );
    expect(await dish('菜')).toBeDefined();
  });

  it('names the line of every fault and how the file was read, and imports nothing', async () => {
    const before = await stored();
    const { exitCode, stdout, stderr } = await importing([HEAD, '甲,,,,,,', ',土豆,,,,,', '乙,,x,,,,']);

    expect({ exitCode, stdout }).toEqual({ exitCode: NOT_DONE, stdout: '' });
    const [first, ...others] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^Nothing is imported, because .*\.csv, read as UTF-8, is not right:$/);
    expect(others).toEqual([
      '  line 3: name is missing: write one, or empty the row',
      '  line 4: link is no http or https address: write a whole one, or leave it empty',
    ]);
    expect(await stored()).toEqual(before);
  });

  it('names the lines of dishes of one name that need an id, and imports nothing', async () => {
    await importing([`id,${HEAD}`, '7001,双,土豆,,,,,', '7002,双,鸡蛋,,,,,', '7003,单,,,,,,']);
    const before = await stored();

    expect(
      (await importing([HEAD, '双,虾,,,,,', '单,,,,,,', '单,虾,,,,,', '双,面,,,,,'])).stderr,
    ).toContain(`:
  line 2: the dishes 7001, 7002 are called 双: say which one this is, or that it is a new one, in a column id. recipes export writes the ids
  line 5: the dishes 7001, 7002 are called 双: say`);
    expect(await stored()).toEqual(before);
  });

  it('names the lines that are no text', async () => {
    const gbk = Buffer.from('b2cb', 'hex');
    const bytes = Buffer.concat([Buffer.from(`${HEAD}\n甲,,,,,,\n`), gbk, Buffer.from(',,,,,,\n乙,,,,,,\n')]);

    expect((await importing(bytes)).stderr).toMatch(
      /\.csv cannot be read as a text: line 3 is neither UTF-8 nor GB18030\. Save it as UTF-8\.\n$/,
    );
  });

  it.each([
    ['a workbook of Excel or LibreOffice', '504b0304'],
    ['a workbook of an older Excel', 'd0cf11e0a1b11ae1'],
  ])('says that %s is none that it can read', async (_, beginning) => {
    expect((await importing(Buffer.from(`${beginning}0a0b`, 'hex'))).stderr).toMatch(
      /\.csv is a workbook: save it as CSV, in UTF-8 if there is a choice\.\n$/,
    );
  });

  it('names the first 20 of many faults', async () => {
    const { stderr } = await importing([HEAD, ...Array.from({ length: 50 }, () => ',土豆,,,,,')]);

    expect(stderr.match(/line \d+/g)).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i + 2}`));
    expect(stderr).toMatch(/\n {2}and 30 more\n$/);
  });

  it('says that a file is not there, or is a folder', async () => {
    expect(await admin('recipes', 'import', join(folder, 'none.csv'))).toMatchObject({
      exitCode: NOT_DONE,
      stderr: expect.stringMatching(/none\.csv cannot be read \(ENOENT\)\.\n$/),
    });
    expect((await admin('recipes', 'import', folder)).stderr).toMatch(/cannot be read \(EISDIR\)/);
  });

  it('lets one of two at once win, and tells the other', async () => {
    const paths = [await file([HEAD, '甲赢,,,,,,']), await file([HEAD, '乙赢,,,,,,'])];

    const results = await Promise.all(paths.map((path) => admin('recipes', 'import', path)));
    const winner = results.findIndex(({ exitCode }) => exitCode === DONE);

    expect(results.map(({ exitCode }) => exitCode).toSorted()).toEqual([DONE, NOT_DONE]);
    expect(results[1 - winner]?.stderr).toMatch(/^Somebody else changed the recipes meanwhile: nothing/);
    expect([await dish('甲赢'), await dish('乙赢')].map(Boolean)).toEqual([winner === 0, winner === 1]);
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

describe('recipes import --dry-run and --remove', () => {
  const sheet = [`id,${HEAD}`, '9001,一,土豆,,,,,', '9002,二,,,,,,', '9003,三,,,,,,'];

  it('say what would be done, and do it', async () => {
    const path = await file([`id,${HEAD}`, '9001,一,鸡蛋,,,,炒,', '9002,二,,,,,,', '9004,四,,,,,,']);
    await admin('recipes', 'import', await file(sheet), '--remove');
    const before = await stored();
    expect(before.dishes.map(({ id }) => id)).toEqual([9001, 9002, 9003]);

    expect(
      (await admin('recipes', 'import', path, '--dry-run')).stdout,
    ).toBe(`${path} is read as UTF-8, with , between.
It would add 1:
  9004 四
It would change 1:
  9001 一 (stuff, methods)
It would remove 0.
1 of the file are as they are; 1 that it does not have stay, unless --remove is given.\n`);
    expect(
      JSON.parse((await admin('recipes', 'import', path, '--dry-run', '--remove', '--json')).stdout),
    ).toEqual({
      dryRun: true,
      encoding: 'UTF-8',
      separator: ',',
      added: [{ id: 9004, name: '四' }],
      changed: [{ id: 9001, name: '一', fields: ['stuff', 'methods'] }],
      removed: [{ id: 9003, name: '三' }],
      unchanged: 1,
      untouched: 0,
    });
    expect(await stored()).toEqual(before);
    expect((await admin('recipes', 'import', path, '--remove')).stdout).toContain(
      '3 dishes are imported: 1 new, 1 changed, 1 as they were. 1 others are removed.',
    );
    expect((await stored()).dishes.map(({ id }) => id)).toEqual([9001, 9002, 9004]);
  });

  it('lists the first 20 of many', async () => {
    const many = await file([HEAD, ...Array.from({ length: 25 }, (_, i) => `菜${i},,,,,,`)]);

    expect((await admin('recipes', 'import', many, '--dry-run')).stdout).toMatch(
      /It would add 25:\n( {2}\d+ 菜\d+\n){20} {2}and 5 more\n/,
    );
  });
});

describe('recipes export', () => {
  it('writes what import takes, and which changes nothing', async () => {
    await importing([
      `${HEAD},myLink,description`,
      '引号,"a ""b""; c",,,,,,videos/1.mp4,"一',
      '二"',
      '👨\u200d🍳,,,,,,,,',
    ]);
    const before = await stored();
    const path = join(folder, 'export.csv');

    expect((await admin('recipes', 'export', path)).stdout).toBe(
      `${before.dishes.length} dishes are written to ${path}.\n`,
    );
    const written = await readFile(path, 'utf8');
    expect(written).toMatch(/^\ufeffid,name,stuff,link,difficulty,tags,methods,tools,description,myLink\r\n/);
    expect(written).toContain('引号,"a ""b""; c",,,,,,"一\n二",videos/1.mp4\r\n');
    expect((await admin('recipes', 'export')).stdout).toBe(written.replace(/\r\n$/, '\n'));
    const said = await adminJson<Record<string, unknown>>('recipes', 'import', path, '--remove', '--dry-run');
    expect(said).toMatchObject({ added: [], changed: [], removed: [], untouched: 0 });
    expect((await admin('recipes', 'import', path)).stdout).toContain(
      `: 0 new, 0 changed, ${before.dishes.length} as`,
    );
    expect(await stored()).toEqual(before);
  });

  it('sorted, with a row more at its top, moves no click to another dish', async () => {
    const { countClick } = await import('../../lib/recipes/counts.ts');
    await importing([`id,${HEAD}`, '9101,东,,,,,,', '9102,南,,,,,,', '9103,西,,,,,,']);
    await countClick(9102, 1);
    const clicks = async (name: string) =>
      (await adminJson<{ name: string; clicks: number }[]>('recipes', 'list')).find(
        (one) => one.name === name,
      )?.clicks;

    await importing([HEAD, '北,,,,,,', '西,,,,,,', '东,土豆,,,,,', '南,,,,,,']);
    expect(await Promise.all(['东', '南', '西', '北'].map(clicks))).toEqual([0, 1, 0, 0]);
  });

  it('has no columns that no dish needs, and says when it cannot write', async () => {
    await admin('recipes', 'import', await file([HEAD, '甲,,,,,,']), '--remove');

    expect((await admin('recipes', 'export')).stdout).toBe(
      `\ufeffid,name,stuff,link,difficulty,tags,methods,tools\r\n${(await dish('甲'))?.id},甲,,,,,,\n`,
    );
    expect(await admin('recipes', 'export', folder)).toMatchObject({
      exitCode: NOT_DONE,
      stderr: `${folder} cannot be written (EISDIR).\n`,
    });
  });
});

describe('recipes list and recipes remove', () => {
  it('list the dishes with their clicks, and take one away, which its name brings back', async () => {
    const { countClick } = await import('../../lib/recipes/counts.ts');
    await admin(
      'recipes',
      'import',
      await file([`id,${HEAD}`, '9201,甲,,,,,,', '9202,乙,,,,,,']),
      '--remove',
    );
    await countClick(9202, 1);
    const rows = async () =>
      (await admin('recipes', 'list')).stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/));
    const all = [
      ['id', 'name', 'clicks'],
      ['9201', '甲', '0'],
      ['9202', '乙', '1'],
    ];
    expect(await rows()).toEqual(all);

    expect(await admin('recipes', 'remove', '9202')).toMatchObject({
      exitCode: DONE,
      stdout: 'Dish 9202 (乙) is removed.\n',
    });
    expect(await rows()).toEqual(all.slice(0, 2));
    expect(await admin('recipes', 'remove', '9202')).toMatchObject({
      exitCode: NOT_DONE,
      stderr: 'There is no dish 9202: recipes list shows those that there are.\n',
    });
    await importing([HEAD, '乙,,,,,,']);
    expect(await rows()).toEqual(all);
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
