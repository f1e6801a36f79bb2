import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedRedirect, withRandom } from '../../lib/h5/redirect.ts';

const BASES = 'https://h5.example.com/app https://api.example.com http://localhost:3000/';

describe('allowedRedirect', () => {
  it.each([
    ['https://h5.example.com/app', 'https://h5.example.com/app'],
    ['https://h5.example.com/app/', 'https://h5.example.com/app/'],
    ['https://h5.example.com/app?a=1#/list', 'https://h5.example.com/app?a=1#/list'],
    ['https://h5.example.com/app/报告', 'https://h5.example.com/app/%E6%8A%A5%E5%91%8A'],
    ['https://h5.example.com/app/a/../b', 'https://h5.example.com/app/b'],
    ['https://h5.example.com/app?next=//evil.com', 'https://h5.example.com/app?next=//evil.com'],
    ['https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com/wx/api/measurements', 'https://api.example.com/wx/api/measurements'],
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
  ])('takes %s', (text, href) => {
    expect(allowedRedirect(text, BASES)).toBe(href);
  });

  it.each([
    ['another host', 'https://evil.com/app'],
    ['a subdomain', 'https://x.h5.example.com/app'],
    ['a longer host', 'https://h5.example.com.evil.com/app'],
    ['a shorter host', 'https://example.com/app'],
    ['another port', 'https://h5.example.com:8443/app'],
    ['another scheme', 'http://h5.example.com/app'],
    ['no scheme', '//h5.example.com/app'],
    ['a path alone', '/app'],
    ['an empty text', ''],
    ['nothing', undefined],
    ['javascript:', 'javascript:alert(1)//https://h5.example.com/app'],
    ['javascript: in disguise', 'java\nscript:alert(1)'],
    ['data:', 'data:text/html,<script>1</script>'],
    ['blob:', 'blob:https://h5.example.com/app'],
    ['a user', 'https://h5.example.com@evil.com/app'],
    ['a user of ours', 'https://evil@h5.example.com/app'],
    ['a password of ours', 'https://:x@h5.example.com/app'],
    ['a backslash as a slash', 'https:\\\\h5.example.com\\app'],
    ['a backslash before the host', 'https://evil.com\\@h5.example.com/app'],
    ['one slash', 'https:/h5.example.com/app'],
    ['three slashes', 'https:///h5.example.com/app'],
    ['no slash', 'https:h5.example.com/app'],
    ['a path that begins like ours', 'https://h5.example.com/application'],
    ['a path beside ours', 'https://h5.example.com/admin'],
    ['a path above ours', 'https://h5.example.com/app/../admin'],
    ['an encoded path above ours', 'https://h5.example.com/app/%2e%2e/admin'],
    ['a path above ours with an encoded slash', 'https://h5.example.com/app/..%2fadmin'],
    ['a doubly encoded path', 'https://h5.example.com/app/%252e%252e/admin'],
    ['an encoded backslash', 'https://h5.example.com/app/..%5Cadmin'],
    ['an encoded line break', 'https://h5.example.com/app/%0d%0aSet-Cookie:x'],
    ['a line break', 'https://h5.example.com/app\r\nSet-Cookie: a=b'],
    ['a tab in the host', 'https://h5.exam\tple.com/app'],
    ['a leading blank', ' https://h5.example.com/app'],
    ['a null character', 'https://h5.example.com/app\0'],
    ['the encoded whole', 'https%3A%2F%2Fh5.example.com%2Fapp'],
    ['an encoded dot in the host that leads elsewhere', 'https://h5.example.com%2eevil.com/app'],
    ['an encoded slash in the host', 'https://h5.example.com%2f.evil.com/app'],
    ['too long a text', `https://h5.example.com/app?${'x'.repeat(2048)}`],
  ])('refuses %s', (_, text) => {
    expect(allowedRedirect(text, BASES)).toBeUndefined();
  });

  it.each(['', ' ', 'https://', 'h5.example.com', '*'])('takes nothing with the bases "%s"', (bases) => {
    expect(allowedRedirect('https://h5.example.com/app', bases)).toBeUndefined();
  });

  it('never lets a browser out of the bases, whatever is asked for', () => {
    const part = fc.oneof(
      fc.constantFrom(...['https:', 'http:', '/', '\\', '@', '.', '..', '%2e', '%2f', '%5c', '?', '#', ':']),
      fc.constantFrom('h5.example.com', 'evil.com', 'localhost:3000', 'app', 'javascript:', '\t', ' ', '。'),
      fc.string({ maxLength: 3, unit: 'binary' }),
    );
    const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    const begun = text.map((rest) => `https://h5.example.com/app${rest}`);

    fc.assert(
      fc.property(fc.oneof(text, begun), (given) => {
        const allowed = allowedRedirect(given, BASES);
        if (allowed === undefined) return;
        // As a browser reads the `Location` of an answer, on whichever page.
        const { origin, pathname, username, password } = new URL(allowed, 'https://somewhere.example');
        expect(username + password).toBe('');
        expect(['https://h5.example.com', 'https://api.example.com', 'http://localhost:3000']).toContain(
          origin,
        );
        if (origin === 'https://h5.example.com') expect(pathname).toMatch(/^\/app(\/|$)/);
        expect(decodeURIComponent(pathname.replaceAll(/%[89a-f][0-9a-f]/gi, ''))).not.toMatch(
          /(^|\/)\.\.?\/|\\/,
        );
        expect(allowed).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('withRandom', () => {
  it.each([
    ['https://h5.example.com/app', 'https://h5.example.com/app?random=r'],
    ['https://h5.example.com/app?', 'https://h5.example.com/app?random=r'],
    ['https://h5.example.com/app?a=1', 'https://h5.example.com/app?a=1&random=r'],
    ['https://h5.example.com/app?a=1#/x?y', 'https://h5.example.com/app?a=1&random=r#/x?y'],
    ['https://h5.example.com/app#/x?y=1', 'https://h5.example.com/app?random=r#/x?y=1'],
    ['https://h5.example.com/app?random=old&a=%20b', 'https://h5.example.com/app?a=%20b&random=r'],
  ])('%s becomes %s', (address, result) => {
    expect(withRandom(address, 'r')).toBe(result);
  });
});
