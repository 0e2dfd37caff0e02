import { decodeEntities } from '../../http/xml.ts';

/** A value of XML-RPC. What has no meaning for us (booleans, doubles, dates, bytes) stays the text that it was. */
export type Value = string | number | readonly Value[] | { readonly [member: string]: Value };

/** An answer is one value, or a fault: a struct with `faultCode` and `faultString`. */
export type Answer = { readonly value: Value } | { readonly fault: Value };

/** rtorrent nests four deep. */
const deepest = 12;

const prolog = /^\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?=<methodResponse>)/;
const openTag = /<([A-Za-z][\w.]{0,20})(\/?)>/y;
const blank = /\s*/y;

/**
 * Reads an answer. There is no `DOMParser` in a service worker, and XML-RPC needs little of XML: no attributes, no
 * comments, no CDATA, no document type and no entities of its own. What has them is refused. The length of the text is
 * the caller's to limit; the work is linear in it.
 *
 * `undefined` for what is no such answer at all, e.g. a web page. Throws a `SyntaxError`, without the text, when
 * an answer is damaged or broken off.
 */
export function readAnswer(text: string): Answer | undefined {
  const start = prolog.exec(text)?.[0].length;
  return start === undefined ? undefined : new Reader(text, start).answer();
}

class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  answer(): Answer {
    this.#expect('<methodResponse>');
    const isFault = this.#accept('<fault>');
    if (!isFault) this.#expect('<params>', '<param>');
    const value = this.#value(0);
    if (isFault) this.#expect('</fault>');
    else this.#expect('</param>', '</params>');
    this.#expect('</methodResponse>');
    this.#skipBlank();
    if (this.#at < this.#text.length) throw damaged();
    return isFault ? { fault: value } : { value };
  }

  #value(depth: number): Value {
    if (depth > deepest) throw damaged();
    if (this.#accept('<value/>')) return '';
    this.#expect('<value>');
    const start = this.#at;
    openTag.lastIndex = this.#skipBlank();
    const tag = openTag.exec(this.#text);
    if (!tag) {
      this.#at = start; // text without a type is a string, blanks and all
      return this.#textUntil('</value>');
    }
    this.#at = openTag.lastIndex;
    const [, type = '', isEmpty] = tag;
    const value = isEmpty ? emptyOf(type) : this.#typed(type, depth);
    this.#expect('</value>');
    return value;
  }

  #typed(type: string, depth: number): Value {
    if (type === 'array') return this.#array(depth);
    if (type === 'struct') return this.#struct(depth);
    const text = this.#textUntil(`</${type}>`);
    return /^(?:i[48]|int)$/.test(type) ? wholeNumber(text) : text;
  }

  #array(depth: number): readonly Value[] {
    const items: Value[] = [];
    if (!this.#accept('<data/>')) {
      this.#expect('<data>');
      while (!this.#accept('</data>')) items.push(this.#value(depth + 1));
    }
    this.#expect('</array>');
    return items;
  }

  #struct(depth: number): Value {
    const members: [string, Value][] = [];
    while (!this.#accept('</struct>')) {
      this.#expect('<member>', '<name>');
      const name = this.#textUntil('</name>');
      members.push([name, this.#value(depth + 1)]);
      this.#expect('</member>');
    }
    return Object.fromEntries(members); // defines, never assigns: `__proto__` is a name like any other
  }

  #textUntil(end: string): string {
    const stop = this.#text.indexOf('<', this.#at);
    if (stop < 0 || !this.#text.startsWith(end, stop)) throw damaged();
    const text = this.#text.slice(this.#at, stop);
    this.#at = stop + end.length;
    return decodeEntities(text);
  }

  #skipBlank(): number {
    blank.lastIndex = this.#at;
    blank.test(this.#text);
    this.#at = blank.lastIndex;
    return this.#at;
  }

  #accept(tag: string): boolean {
    if (!this.#text.startsWith(tag, this.#skipBlank())) return false;
    this.#at += tag.length;
    return true;
  }

  #expect(...tags: readonly string[]): void {
    for (const tag of tags) if (!this.#accept(tag)) throw damaged();
  }
}

const damaged = (): SyntaxError => new SyntaxError('damaged XML');

function emptyOf(type: string): Value {
  if (type === 'array' || type === 'int' || /^i\d$/.test(type)) throw damaged();
  return type === 'struct' ? {} : '';
}

function wholeNumber(text: string): number {
  if (!/^\s*[+-]?\d{1,19}\s*$/.test(text)) throw damaged();
  return Number(text);
}

/** What a request can hold; rtorrent is asked in strings only. */
export type Param = string | readonly Param[] | { readonly [member: string]: Param };

/** A request for one method. */
export function writeCall(method: string, params: readonly Param[]): string {
  const list = params.map((param) => `<param>${writeValue(param)}</param>`).join('');
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${list}</params></methodCall>`;
}

function writeValue(param: Param): string {
  return `<value>${writeTyped(param)}</value>`;
}

function writeTyped(param: Param): string {
  if (typeof param === 'string') return `<string>${escapeText(param)}</string>`;
  if (isList(param)) return `<array><data>${param.map(writeValue).join('')}</data></array>`;
  const members = Object.entries(param).map(
    ([name, member]) => `<member><name>${name}</name>${writeValue(member)}</member>`,
  );
  return `<struct>${members.join('')}</struct>`;
}

const isList = (param: Param): param is readonly Param[] => Array.isArray(param);

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
