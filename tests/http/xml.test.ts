import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { OperationError } from '../../lib/domain/errors.ts';
import type { Fail } from '../../lib/http/status.ts';
import { parseXml, readXml, type XmlElement } from '../../lib/http/xml.ts';

const fail: Fail = (code, refusal) => new OperationError(code, { operation: 'test', ...refusal });

describe('reading XML', () => {
  it('makes text of attributes and lists of elements', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
      <MediaContainer size="2" friendlyName='my "Plex"'>
        <User id="1" title="A &amp; B &#x1F3AC;"><Server name="Attic"/><Server name="Shed" /></User>
        <User id="2" title=""></User>
      </MediaContainer>
    `;
    expect(readXml(text)).toEqual({
      MediaContainer: {
        size: '2',
        friendlyName: 'my "Plex"',
        User: [
          { id: '1', title: 'A & B 🎬', Server: [{ name: 'Attic' }, { name: 'Shed' }] },
          { id: '2', title: '' },
        ],
      },
    });
  });

  it.each(['', 'nothing', '{"a":1}', '<!DOCTYPE html><html></html>', '<!-- a --><a/>'])(
    'takes %j for no XML at all',
    (text) => expect(readXml(text)).toBeUndefined(),
  );

  it.each([
    '<a',
    '<a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a/>more',
    '<a x=1/>',
    '<a x="<"/>',
    '<a x="&evil;"/>',
    '<a x="&amp"/>',
    '<a><![CDATA[x]]></a>',
    '<a><!-- x --></a>',
    '<a __proto__="x"/>',
    '<a>'.repeat(30) + '</a>'.repeat(30),
  ])('calls %j damaged and does not repeat it', (text) =>
    expect(() => readXml(text)).toThrow(new SyntaxError('damaged XML')),
  );

  it('reads back whatever was written, and takes no longer for it', () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{0,8}$/);
    const attribute = fc.stringMatching(/^[a-z]{1,8}$/);
    const attributes = fc.dictionary(attribute, fc.string({ unit: 'grapheme' }), { noNullPrototype: true });
    const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc.oneof(
        { maxDepth: 4 },
        attributes,
        fc
          .tuple(
            attributes,
            fc.dictionary(name, fc.array(tie('element'), { minLength: 1, maxLength: 3 }), { maxKeys: 3 }),
          )
          .map(([own, below]): XmlElement => ({ ...own, ...below })),
      ),
    }));
    fc.assert(
      fc.property(name, element, (root, value) => {
        expect(readXml(write(root, value))).toEqual({ [root]: value });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['blanks in a tag', `<a${' '.repeat(200_000)}`],
    ['attributes without an end', `<a ${'x="1" '.repeat(50_000)}`],
    ['a name without an end', `<a ${'x'.repeat(300_000)}`],
    ['many tags', `<a>${'<b/>'.repeat(50_000)}`],
  ])('is done soon with %s', (_name, text) => {
    const startedMs = performance.now();
    expect(() => readXml(text)).toThrow(SyntaxError);
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});

describe('XML of a shape', () => {
  const schema = z.object({ MediaContainer: z.object({ size: z.string() }) });

  it('is parsed like JSON', () => {
    expect(parseXml('<MediaContainer size="0" x="y"/>', schema, fail)).toEqual({
      MediaContainer: { size: '0' },
    });
  });

  it.each([
    ['<MediaContainer size="0"', true],
    ['<MediaContainer/>', false],
    ['<html><body>', false],
    ['<!doctype html>', false],
    ['', false],
  ])('%j fails, retryable: %s', (text, retryable) => {
    expect(() => parseXml(text, schema, fail)).toThrow(
      expect.objectContaining({ code: 'UNEXPECTED_ANSWER', retryable }),
    );
  });
});

function write(name: string, element: XmlElement): string {
  const entries = Object.entries(element);
  const attributes = entries.flatMap(([key, value]) =>
    typeof value === 'string' ? [` ${key}="${escaped(value)}"`] : [],
  );
  const children = entries.flatMap(([key, value]) =>
    Array.isArray(value) ? value.map((child) => write(key, child)) : [],
  );
  return `<${name}${attributes.join('')}>${children.join('\n')}</${name}>`;
}

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (character) => `&#${character.codePointAt(0)};`);
