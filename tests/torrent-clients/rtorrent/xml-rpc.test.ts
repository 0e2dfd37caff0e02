import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer, type Value, writeCall } from '../../../lib/torrent-clients/rtorrent/xml-rpc.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** As xmlrpc-c writes values, with line ends and all. */
function written(value: Value): string {
  if (typeof value === 'string') return `<value><string>${escaped(value)}</string></value>`;
  if (typeof value === 'number') return `<value><i8>${value}</i8></value>`;
  if (Array.isArray(value))
    return `<value><array><data>\r\n${value.map(written).join('\r\n')}</data></array></value>`;
  const members = Object.entries(value).map(
    ([name, one]) => `<member><name>${escaped(name)}</name>\r\n${written(one as Value)}</member>\r\n`,
  );
  return `<value><struct>\r\n${members.join('')}</struct></value>`;
}
const answer = (value: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<methodResponse>\r\n<params>\r\n<param>${value}</param>\r\n</params>\r\n</methodResponse>\r\n`;

const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
}));

describe('an answer', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(readAnswer(answer(written(value)))).toEqual({ value });
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, Value]>([
    ['<value>plain  text </value>', 'plain  text '],
    ['<value></value>', ''],
    ['<value/>', ''],
    ['<value><string/></value>', ''],
    ['<value><array><data/></array></value>', []],
    ['<value><struct/></value>', {}],
    ['<value><i4>-7</i4></value>', -7],
    ['<value><int>+7</int></value>', 7],
    ['<value><boolean>1</boolean></value>', '1'],
    ['<value><double>1.5</double></value>', '1.5'],
    ['<value><string>&lt;&gt;&amp;&quot;&apos;&#x1F3ac;&#233;</string></value>', `<>&"'🎬é`],
    ['<value><string>葬送 🎬\t\n"</string></value>', '葬送 🎬\t\n"'],
  ])('may be written as %s', (xml, value) => {
    expect(readAnswer(answer(xml))).toEqual({ value });
  });

  it('may be a fault', () => {
    const fault = { faultCode: -506, faultString: "Method 'x' not defined" };
    const xml = `<?xml version="1.0"?>\n<methodResponse>\n<fault>\n${written(fault)}\n</fault>\n</methodResponse>`;
    expect(readAnswer(xml)).toEqual({ fault });
  });

  it('never changes what all objects have in common', () => {
    const xml = answer(
      '<value><struct><member><name>__proto__</name><value><struct><member><name>x</name><value>1</value></member></struct></value></member></struct></value>',
    );
    expect(readAnswer(xml)).toHaveProperty('value');
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it.each([
    '',
    'false',
    '{"t":[]}',
    '<!DOCTYPE html><html>',
    '<html><methodResponse>',
    ' <?xml version="1.0"?><rss>',
  ])('is not what begins as %j', (text) => expect(readAnswer(text)).toBeUndefined());

  it.each([
    ['a comment', '<value><!-- x --><i4>1</i4></value>'],
    ['CDATA', '<value><string><![CDATA[x]]></string></value>'],
    ['an attribute', '<value type="x">1</value>'],
    ['an entity of its own', '<value>&secret;</value>'],
    ['an ampersand alone', '<value>a & b</value>'],
    ['an impossible character', '<value>&#x110000;</value>'],
    ['a number that is none', '<value><i8>12x</i8></value>'],
    ['an empty number', '<value><i8/></value>'],
    ['two values', '<value>1</value></param><param><value>2</value>'],
    ['tags that cross', '<value><string>x</value></string>'],
    ['no end', '<value><array><data><value>1</value>'],
  ])('with %s is refused, without a word of it', (_, xml) => {
    expect(() => readAnswer(answer(xml))).toThrow(new SyntaxError('damaged XML'));
  });

  it('that nests without end is refused', () => {
    const deep = '<value><array><data>'.repeat(100_000);
    expect(() => readAnswer(answer(deep))).toThrow(SyntaxError);
  });

  it('that is broken off anywhere is refused', () => {
    const whole = answer(written([{ a: 1 }, 'text & more', ['x']])).trimEnd();
    const start = whole.indexOf('<methodResponse>') + '<methodResponse>'.length;
    for (let at = start; at < whole.length; at++)
      expect(() => readAnswer(whole.slice(0, at)), `${at}`).toThrow(SyntaxError);
  });

  it('of whatever text is read, refused or not ours, and nothing else', () => {
    const piece = fc.constantFrom(
      '<value>',
      '</value>',
      '<string>',
      '</string>',
      '<array><data>',
      '&',
      '<',
      'x',
      '<i8>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        try {
          readAnswer(answer(pieces.join('')));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to its length', () => {
    const list = (count: number): string =>
      answer(written(Array.from({ length: count }, () => 'a & b'.repeat(20))));
    const time = (text: string): number => {
      const start = performance.now();
      readAnswer(text);
      return performance.now() - start;
    };
    const [small, large] = [list(2_000), list(40_000)];
    time(small);
    expect(time(large)).toBeLessThan(Math.max(time(small), 2) * 200);
  });
});

describe('a request', () => {
  it('carries text as it is, and no ampersand of its own: ruTorrent takes the body apart at those', () => {
    const call = writeCall('system.multicall', [[{ methodName: 'd.name', params: ['<A>'] }], '']);
    expect(call).toContain('<string>&lt;A&gt;</string>');
    expect(writeCall('d.multicall2', ['', 'main', 'd.name=', '"quoted"'])).not.toContain('&');
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [, xml = ''] =
          /<params><param>(.*)<\/param><\/params>/s.exec(writeCall('x', [[text, { y: text }]])) ?? [];
        expect(readAnswer(answer(xml))).toEqual({ value: [text, { y: text }] });
      }),
    );
  });
});
