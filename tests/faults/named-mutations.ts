import { hostileTexts } from './hostile-strings.ts';

/** An answer as it was recorded. */
export interface Recorded {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** The same request answered otherwise. When the request is aborted, its body ends too. */
export type Mutation = (recorded: Recorded, request: Request) => Response | Promise<Response>;

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const otherBody =
  (change: (text: string, request: Request) => BodyInit | null): Mutation =>
  ({ status, type, text }, request) =>
    new Response(change(text, request), { status, headers: { 'content-type': type } });
const fixed = (body: BodyInit, type?: string): Mutation =>
  type === undefined
    ? otherBody(() => body)
    : () => new Response(body, { headers: { 'content-type': type } });
const status = (code: number, headers: Record<string, string> = {}): Mutation => {
  const isBodiless = code === 204 || code === 205 || code === 304;
  return ({ text }) => new Response(isBodiless ? null : text, { status: code, headers });
};

/** Values in JSON and in XML-RPC; the names of keys stay. */
const aString = /"(?:[^"\\]|\\.)*"(?!\s*:)|(?<=<string>)[^<]*(?=<)/g;
const aNumber = /(?<=[:,[]\s*)-?\d+(?:\.\d+)?(?=\s*[,\]}])|(?<=<i[48]>)-?\d+/g;
const eachString = (make: (at: number) => string): Mutation =>
  otherBody((text) => {
    let at = 0;
    return text.replace(aString, (found) => {
      const next = make(at++);
      return found.startsWith('"') ? JSON.stringify(next) : next.replace(/[<&]/g, '');
    });
  });
const eachNumber = (make: (found: string, at: number) => string): Mutation =>
  otherBody((text) => {
    let at = 0;
    return text.replace(aNumber, (found) => make(found, at++));
  });

/**
 * Chunks without end. Each comes in a turn of its own, as from a network. The request is held, not only its signal:
 * Node forgets to abort the signal of one that nobody holds.
 */
const endless = (chunk: Uint8Array, request: Request): ReadableStream<Uint8Array> =>
  new ReadableStream(
    {
      async pull(controller) {
        await new Promise((resolve) => setImmediate(resolve));
        if (request.signal.aborted) controller.error(request.signal.reason);
        else controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
const broken = (start: string): ReadableStream<Uint8Array> => {
  let isFirst = true;
  return new ReadableStream({
    pull(controller) {
      if (isFirst) controller.enqueue(bytes(start));
      else controller.error(new TypeError('terminated'));
      isFirst = false;
    },
  });
};

const loginPage =
  '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login"></form></body></html>';
const entityBomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "&a;&a;&a;">]><methodResponse><params><param><value><string>&b;</string></value></param></params></methodResponse>`;
const deep = (open: string, close: string, times: number): string => open.repeat(times) + close.repeat(times);

/** What a broken, foreign or hostile server may say instead. Each has a name, and is played at every endpoint. */
export const namedMutations: Readonly<Record<string, Mutation>> = {
  'an empty body': fixed(''),
  'blanks only': fixed(' \r\n\t '),
  null: fixed('null'),
  true: fixed('true'),
  'a bare number': fixed('1e308'),
  'a bare text': fixed('"x"'),
  'an empty list': fixed('[]'),
  'an empty object': fixed('{}'),
  'a list of lists': fixed('[[],[[]],[[[]]]]'),
  'a sign-in page': fixed(loginPage, 'text/html; charset=utf-8'),
  'a sign-in page called JSON': fixed(loginPage),
  'an entity bomb': fixed(entityBomb, 'text/xml'),
  'half of it': otherBody((text) => text.slice(0, text.length / 2)),
  'all but its last character': otherBody((text) => text.slice(0, -1)),
  'something after it': otherBody((text) => `${text}x`),
  'itself twice': otherBody((text) => text + text),
  'other bytes: UTF-16': otherBody((text) => new Uint8Array(Buffer.from(text, 'utf16le'))),
  'other bytes: Latin-1': otherBody((text) => new Uint8Array(Buffer.from(`${text}\u00e9\u00ff`, 'latin1'))),
  'a byte order mark': otherBody((text) => `\uFEFF${text}`),
  'NULs between': otherBody((text) => text.replace(/[,<]/g, '\u0000$&')),
  'huge numbers': eachNumber(() => '1e308'),
  'numbers that are infinite': eachNumber(() => '1e999'),
  'negative numbers': eachNumber((_, at) => String(-1 - at)),
  'numbers beyond what is exact': eachNumber(() => '9007199254740993'),
  fractions: eachNumber((found) => `${found}.5`),
  'numbers as texts': eachNumber((found) => `"${found}"`),
  'null for every number': eachNumber(() => 'null'),
  'empty texts': eachString(() => ''),
  'hostile texts': eachString((at) => hostileTexts[at % hostileTexts.length] ?? ''),
  'texts of 64 kB': eachString((at) => (at < 20 ? 'x'.repeat(65_536) : 'x')),
  'texts that climb': eachString((at) => (at % 2 === 0 ? '../../etc/passwd' : '//evil.test/x')),
  'lists and objects exchanged': otherBody((text) =>
    text.replace(/[[\]{}]/g, (one) => ({ '[': '{', ']': '}', '{': '[', '}': ']' })[one] ?? one),
  ),
  'lists that are empty': otherBody((text) => text.replace(/\[[^[\]]*\]/g, '[]')),
  'objects inside of which is __proto__': otherBody((text) =>
    text.replace(/\{/g, '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'),
  ),
  'members called __proto__': otherBody((text) =>
    text.replace(/"(?!__)\w+"(\s*:)|(?<=<name>)\w+/g, (_, colon?: string) =>
      colon === undefined ? '__proto__' : `"__proto__"${colon}`,
    ),
  ),
  'each key twice': otherBody((text) => text.replace(/("\w+"\s*:\s*)(-?\d+|"[^"\\]*"|null)/g, '$1null,$1$2')),
  'lists 200,000 deep': fixed(deep('[', ']', 200_000)),
  'objects 200,000 deep': otherBody((text) => {
    const at = text.indexOf('[');
    return at < 0
      ? deep('{"a":', '}', 200_000)
      : `${text.slice(0, at)}${deep('[', ']', 200_000)}${text.slice(text.lastIndexOf(']') + 1)}`;
  }),
  'a value 200,000 deep inside': eachNumber((found, at) => (at === 3 ? deep('[', ']', 200_000) : found)),
  'a value 200,000 deep inside, and blanks': otherBody((text) =>
    text.replace(/-?\d+(?=[,}])/, () => deep('[', ']', 200_000)).replaceAll('":', '" : '),
  ),
  '40 MB': otherBody(() => endlessTo(40)),
  'a body without end': otherBody((_, request) => endless(new Uint8Array(1_000_000).fill(0x20), request)),
  'a list without end': otherBody((_, request) => endless(bytes('[{"a":[1,2,3]},'.repeat(60_000)), request)),
  'a body that breaks off': otherBody((text) => broken(text.slice(0, 20))),
  'no body': status(204),
  'a part of it (206)': status(206),
  'a redirect elsewhere': status(302, { location: 'http://evil.test/' }),
  'a redirect to nowhere': status(307),
  'multiple choices': status(300, { location: 'http://evil.test/' }),
  'bad request': status(400),
  'not signed in': status(401),
  'a password question': status(401, { 'www-authenticate': 'Basic realm="nas"' }),
  forbidden: status(403),
  'not found': status(404),
  'another session': status(409, { 'x-transmission-session-id': 'another' }),
  'another session without a name': status(409),
  'too many requests': status(429, { 'retry-after': '99999999999999999999' }),
  'a broken server': status(500),
  'a server that starts': status(503, { 'retry-after': 'soon' }),
  'a status of its own': status(599),
  'nobody there': () => Promise.reject(new TypeError('fetch failed')),
  'something thrown': () => Promise.reject('evil'),
};

function endlessTo(megabytes: number): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(1_000_000).fill(0x5b);
  let left = megabytes;
  return new ReadableStream(
    {
      pull(controller) {
        if (left-- > 0) controller.enqueue(chunk);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
