import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBody, type UploadedFile } from '../../../lib/http/body.ts';
import { apiEvent } from '../../support/api.ts';

const MIB = 1024 * 1024;
const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const END = `--${BOUNDARY}--\r\n`;

const part = (disposition: string, content: string | Buffer, type?: string): Buffer =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n`),
    Buffer.from(type ? `Content-Type: ${type}\r\n\r\n` : '\r\n'),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);

const read = (parts: Buffer[], { type = TYPE, end = END } = {}) =>
  readBody(apiEvent({ body: Buffer.concat([...parts, Buffer.from(end)]), type }));
const refusal = (...call: Parameters<typeof read>) =>
  read(...call).then(
    () => 'read',
    (error: { kind?: string }) => error.kind,
  );

describe('a multipart body', () => {
  it('is read as wx.uploadFile sends it: fields, and a file with its bytes untouched', async () => {
    const bytes = Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, i) => i)), randomBytes(10_000)]);

    const body = await read([
      part('name="sessionKey"', 'abc'),
      part('name="sellerName"', '麻辣香锅 🍲'),
      part('name="sellerImage"; filename="tmp_图.png"', bytes, 'image/png'),
    ]);

    expect(body).toMatchObject({ sessionKey: 'abc', sellerName: '麻辣香锅 🍲' });
    expect(body.sellerImage).toEqual({ name: 'tmp_图.png', type: 'image/png', bytes });
  });

  it('keeps line ends, boundaries’ beginnings and empty content', async () => {
    const tricky = Buffer.from(`\r\n--${BOUNDARY.slice(0, -1)}\r\n\r\n--`);

    const body = await read([
      part('name="file"; filename="a.bin"', tricky, 'application/octet-stream'),
      part('name="empty"', ''),
      part('name="emptyFile"; filename=""', '', 'application/octet-stream'),
    ]);

    expect((body.file as UploadedFile).bytes).toEqual(tricky);
    expect(body.empty).toBe('');
    expect((body.emptyFile as UploadedFile).bytes).toHaveLength(0);
  });

  it('makes an array of name[], files too, and keeps the last of any other name', async () => {
    const body = await read([
      part('name="menuList[]"', 'a'),
      part('name="menuList[]"', 'b'),
      part('name="x"', '1'),
      part('name="x"', '2'),
      part('name="pictures[]"; filename="p"', 'P', 'image/png'),
    ]);

    expect(body).toEqual({
      menuList: ['a', 'b'],
      x: '2',
      pictures: [{ name: 'p', type: 'image/png', bytes: Buffer.from('P') }],
    });
  });

  it('may say its content type in any case', async () => {
    const type = `Multipart/Form-Data; Boundary=${BOUNDARY}`;

    expect(await read([part('name="a"', '1')], { type })).toEqual({ a: '1' });
  });

  it('may say its boundary in quotes', async () => {
    const type = `multipart/form-data; boundary="${BOUNDARY}"`;

    expect(await read([part('name="a"', '1')], { type })).toEqual({ a: '1' });
  });

  it.each([
    ['names no boundary', { type: 'multipart/form-data' }],
    ['names another boundary', { type: 'multipart/form-data; boundary=other' }],
    ['stops before its end', { end: '' }],
  ])('is refused when it %s', async (_, how) => {
    expect(await refusal([part('name="a"', '1')], how)).toBe('broken body');
  });

  it('is refused when it is empty', async () => {
    expect(await refusal([], { end: '' })).toBe('broken body');
  });

  it('is refused when a part has no name', async () => {
    expect(await refusal([part('filename="a"', '1')])).toBe('broken body');
  });

  it('may hold 1 MiB in all, and not a byte more', async () => {
    const around = part('name="f"; filename="a"', '', 'image/png').length + END.length;
    const sized = (size: number) => [
      part('name="f"; filename="a"', Buffer.alloc(size - around), 'image/png'),
    ];

    const { f } = await read(sized(MIB));

    expect((f as UploadedFile).bytes).toHaveLength(MIB - around);
    expect(await refusal(sized(MIB + 1))).toBe('body too large');
  });
});
