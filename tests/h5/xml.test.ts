import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cdata, readPush } from '../../lib/h5/xml.ts';

const wrap = (inner: string) => `<xml>${inner}</xml>`;

describe('readPush', () => {
  it('reads texts in CDATA and numbers that stand bare', () => {
    const push = `<xml>
      <ToUserName><![CDATA[gh_1]]></ToUserName>
      <CreateTime>1348831860</CreateTime>
      <Content><![CDATA[<b>&amp; ]] > 你好]]></Content>
      <EventKey><![CDATA[]]></EventKey>
      <Ticket/>
    </xml>`;

    expect({ ...readPush(push) }).toEqual({
      ToUserName: 'gh_1',
      CreateTime: '1348831860',
      Content: '<b>&amp; ]] > 你好',
      EventKey: '',
      Ticket: '',
    });
  });

  it.each([
    ['a prolog', `<?xml version="1.0" encoding="UTF-8"?>\n${wrap('<A>1</A>')}`, '1'],
    ['comments anywhere', `<!-- a --><!---->${wrap('<!-- <A>2</A> --><A>1<!-- & -->2</A>')}<!-- z -->`, '12'],
    ['XML’s own entities', wrap('<A>&lt;&amp;lt;&gt;&quot;&apos;</A>'), '<&lt;>"\''],
    ['references to characters', wrap('<A>&#20320;&#x597D;&#x1F600;&#xD;</A>'), '你好😀\r'],
  ])('takes %s', (_, push, text) => {
    expect({ ...readPush(push) }).toEqual({ A: text });
  });

  it('passes over what lies deeper, and does not take it for its own', () => {
    const push = wrap('<A>1</A><ScanCodeInfo>x<A>2</A><B><C>3</C></B></ScanCodeInfo>');

    expect({ ...readPush(push) }).toEqual({ A: '1', ScanCodeInfo: 'x' });
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes %s for a name like any other', (name) => {
    expect(readPush(wrap(`<${name}>x</${name}>`))?.[name]).toBe('x');
    expect(readPush(wrap(''))?.[name]).toBeUndefined();
  });

  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
    '',
  );
  it.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['JSON', '{"MsgType":"text"}'],
    ['another root', '<html><A>1</A></html>'],
    ['a root that is empty by itself', '<xml/>'],
    ['two roots', '<xml></xml><xml></xml>'],
    ['a text behind the root', '<xml></xml>x'],
    ['a CDATA section behind the root', '<xml></xml><![CDATA[x]]>'],
    ['a text between elements', wrap('x<A>1</A>')],
    ['an element that does not end', '<xml><A>1</xml>'],
    ['a root that does not end', '<xml><A>1</A>'],
    ['elements that cross', wrap('<A><B></A></B>')],
    ['an end without a beginning', '</xml>'],
    ['CDATA that does not end', wrap('<A><![CDATA[x</A>')],
    ['an element twice', wrap('<A>1</A><A>2</A>')],
    ['an attribute', wrap('<A a="1">1</A>')],
    ['a namespace', '<xml xmlns:x="http://x"><A>1</A></xml>'],
    ['a processing instruction', wrap('<?php phpinfo() ?>')],
    ['a DOCTYPE', `<!DOCTYPE xml>${wrap('<A>1</A>')}`],
    ['an external entity', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${wrap('<A>&e;</A>')}`],
    ['a parameter entity', `<!DOCTYPE x [<!ENTITY % e SYSTEM "http://evil.example/x"> %e;]>${wrap('')}`],
    ['a billion laughs', `<!DOCTYPE x [<!ENTITY l0 "lol">${laughs}]>${wrap('<A>&l9;</A>')}`],
    ['an XML declaration in the middle', wrap('<?xml version="1.0"?><A>1</A>')],
    ['two XML declarations', `<?xml version="1.0"?><?xml version="1.0"?>${wrap('')}`],
    ['a comment that does not end', wrap('<!-- <A>1</A>')],
    ['an entity of HTML’s', wrap('<A>&nbsp;</A>')],
    ['an entity named like what every object has', wrap('<A>&constructor;</A>')],
    ['half an entity', wrap('<A>&lt</A>')],
    ['a reference to no character', wrap('<A>&#xD800;</A>')],
    ['a reference to NUL', wrap('<A>&#0;</A>')],
    ['a reference between elements', wrap('&#32;<A>1</A>')],
    ['an include', wrap('<xi:include href="file:///etc/passwd"/>')],
    ['a depth of a thousand', wrap('<A>'.repeat(1_000) + '</A>'.repeat(1_000))],
  ])('refuses %s', (_, text) => {
    expect(readPush(text)).toBeUndefined();
  });

  it('takes a time in proportion to the size, for what is made to be slow', () => {
    const slow = [
      '<',
      '<!--',
      '<!-- -',
      '&#',
      '<A',
      '<![CDATA[',
      '<![CDATA[]]',
      ']]>',
      '&',
      '</',
      ' ',
      '<A ',
    ].map((part) => wrap(`<A>${part.repeat(64 * 1024)}`));

    for (const text of slow) expect(readPush(text)).toBeUndefined();
  });

  it('reads whatever texts a push carries', () => {
    const value = fc.string({
      unit: fc.oneof(fc.constantFrom(']', '>', '<', '&', '!'), fc.constantFrom('a', '字')),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Za-z]\w{0,9}$/), value), (given) => {
        const push = Object.entries(given).map(([name, text]) => `<${name}>${cdata(text)}</${name}>`);

        expect(Object.entries(readPush(wrap(push.join(''))) ?? {})).toEqual(Object.entries(given));
      }),
    );
  });
});
