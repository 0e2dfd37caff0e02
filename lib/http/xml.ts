import './zod-jitless.ts';
import * as z from 'zod/mini';
import type { Schema } from './json.ts';
import type { Fail } from './status.ts';

/** An element: attributes as text, elements below it as lists under their name. Text between tags is left out. */
export interface XmlElement {
  [name: string]: string | XmlElement[];
}

/** Plex nests six deep. */
const deepest = 20;

const prolog = /^\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?=<[A-Za-z])/;
const tag = /[^<]*<(\/?)([A-Za-z][\w.:-]*)((?:\s+[A-Za-z][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([A-Za-z][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

/**
 * Reads a document into `{ nameOfRoot: element }`. There is no `DOMParser` in a service worker, and what Plex says in
 * XML needs little of it: no comments, no CDATA, no document type and no entities of its own. What has them is
 * refused. The length of the text is the caller's to limit; the work is linear in it.
 *
 * `undefined` for what is no XML at all. Throws a `SyntaxError`, without the text, when a document is damaged.
 */
export function readXml(text: string): { readonly [root: string]: XmlElement } | undefined {
  tag.lastIndex = prolog.exec(text)?.[0].length ?? text.length;
  if (tag.lastIndex === text.length) return undefined;
  const document: XmlElement = {};
  const open: { readonly name: string; readonly element: XmlElement }[] = [];
  do {
    const found = tag.exec(text);
    if (!found || open.length > deepest) throw damaged();
    const [, closes, name = '', attributes = '', single] = found;
    if (closes) {
      if (open.pop()?.name !== name || attributes || single) throw damaged();
      continue;
    }
    const element = attributesOf(attributes);
    const parent = open.at(-1)?.element ?? document;
    const siblings = parent[name];
    if (Array.isArray(siblings)) siblings.push(element);
    else parent[name] = [element];
    if (!single) open.push({ name, element });
  } while (open.length > 0);
  if (text.slice(tag.lastIndex).trim() !== '') throw damaged();
  return Object.fromEntries(Object.entries(document).map(([name, [root]]) => [name, root as XmlElement]));
}

function attributesOf(text: string): XmlElement {
  const element: XmlElement = {};
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    element[name] = decodeEntities(double ?? single ?? '');
  }
  return element;
}

const damaged = (): SyntaxError => new SyntaxError('damaged XML');

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The text that is meant by what stands between tags or quotes. Throws a `SyntaxError` for an entity XML does not have. */
export const decodeEntities = (text: string): string =>
  text.includes('&') ? text.replace(/&([^;&]{0,9});?/g, character) : text;

function character(whole: string, name: string): string {
  const plain = Object.hasOwn(named, name) ? named[name] : undefined;
  const number = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name);
  const code = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10) : -1;
  const text = plain ?? (code >= 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : undefined);
  if (text === undefined || !whole.endsWith(';')) throw damaged();
  return text;
}

/**
 * Text as XML of this shape; fails like `parseJson`: damaged XML may be whole next time, a web page or another shape
 * will be the same.
 */
export function parseXml<T>(text: string, schema: Schema<T>, fail: Fail): T {
  let document: unknown;
  try {
    document = readXml(text);
  } catch {
    throw fail('UNEXPECTED_ANSWER', { retryable: !/^\s*<html\b/i.test(text) });
  }
  const parsed = z.safeParse(schema, document);
  if (!parsed.success) throw fail('UNEXPECTED_ANSWER');
  return parsed.data;
}
