import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { RequestName, Requests } from '../../lib/messages/contract.ts';
import {
  pageMessageSchema,
  parsePageMessage,
  parseRequest,
  requestSchemas,
} from '../../lib/messages/schemas.ts';
import { validPageMessages, validRequests } from './valid-messages.ts';

/** All that can be changed at once; elsewhere one field is enough. */
const right: { readonly [Name in RequestName]: Requests[Name]['request'] } = {
  ...validRequests,
  'settings.change': {
    change: {
      ...validRequests['settings.change'].change,
      theme: 'dark',
      language: 'de',
      quietHours: { fromMinute: 1380, toMinute: 420 },
      waitWhileWatched: true,
      notifications: { ready: true, attention: false },
    },
  },
};
const names = Object.keys(right) as RequestName[];

/** Every object inside a value, itself included, as a path of keys. */
function objectsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => objectsIn(one, [...path, key]));
  return Array.isArray(value) ? inner : [path, ...inner];
}

function changed(value: unknown, path: readonly string[], change: (found: unknown) => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[first] = changed(copy[first], rest, change);
  return copy;
}

describe('a request of our own pages', () => {
  it('has a schema for every name', () => expect(Object.keys(requestSchemas).sort()).toEqual(names.sort()));

  it.each(names)('%s is accepted in its right form, and comes through unchanged', (name) => {
    expect(parseRequest({ name, request: right[name] })).toEqual({ name, request: right[name] });
  });

  it.each(names)('%s is refused with a key too many, wherever it is', (name) => {
    for (const path of objectsIn(right[name])) {
      const request = changed(right[name], path, (found) => ({ ...(found as object), extra: 1 }));
      expect(parseRequest({ name, request }), path.join('.') || 'the body').toBeUndefined();
    }
  });

  it.each(names)('%s is refused when a key is missing', (name) => {
    for (const path of objectsIn(right[name])) {
      if (name === 'settings.change' && path.join() === 'change') continue; // any part of the behaviour
      const keys = path.reduce<unknown>(
        (value, key) => (value as Record<string, unknown>)[key],
        right[name],
      ) as object;
      for (const key of Object.keys(keys)) {
        const request = changed(right[name], path, (found) => {
          const { [key]: _gone, ...rest } = found as Record<string, unknown>;
          return rest;
        });
        expect(parseRequest({ name, request }), `${name} without ${key}`).toBeUndefined();
      }
    }
  });

  it.each(names)('%s is refused when a value has the wrong type', (name) => {
    for (const wrong of [undefined, 7, true, [], {}, Number.NaN, { toString: 'x' }]) {
      for (const key of Object.keys(right[name])) {
        if ((key === 'mappings' || key === 'access') && Array.isArray(wrong)) continue;
        const isEmpty = JSON.stringify(wrong) === '{}';
        if ((key === 'permissions' || key === 'seen') && isEmpty) continue; // nothing of it
        if ((key === 'colour' || key === 'untilMs') && wrong === 7) continue;
        if (['allowHttp', 'isPaused', 'isShown', 'isWanted'].includes(key) && wrong === true) continue;
        const request = { ...right[name], [key]: wrong };
        expect(parseRequest({ name, request }), `${name}.${key}`).toBeUndefined();
      }
    }
    for (const request of [undefined, null, 'x', 1, []]) {
      expect(parseRequest({ name, request }), `${name} of ${request}`).toBeUndefined();
    }
  });

  it('is refused with an unknown name, also one that every object has', () => {
    for (const name of ['', 'settings.write', 'constructor', '__proto__', 'toString', 'vault.get', 7, null]) {
      expect(parseRequest({ name, request: {} }), String(name)).toBeUndefined();
    }
  });

  it('is refused with anything beside name and request', () => {
    expect(parseRequest({ name: 'scan.now', request: {}, sender: 'me' })).toBeUndefined();
    expect(parseRequest('scan.now')).toBeUndefined();
    expect(parseRequest(undefined)).toBeUndefined();
  });

  it('is refused when it is larger than anything a person sets', () => {
    const long = 'x'.repeat(5000);
    expect(parseRequest({ name: 'plex.remove', request: { machineIdentifier: long } })).toBeUndefined();
    const mappings = Array.from({ length: 201 }, () => ({ clientId: null, from: '/a', to: '/b' }));
    expect(parseRequest({ name: 'mappings.save', request: { mappings } })).toBeUndefined();
  });
});

const hash = 'a'.repeat(40);
const { watch } = validPageMessages;

describe('a message of a torrent page', () => {
  it.each([
    ...Object.values(validPageMessages),
    { ...watch, hashes: [] },
    { type: 'no-rows', webUi: 'vuetorrent-2' },
  ])('is accepted: %j', (message) => expect(parsePageMessage(message)).toEqual(message));

  it('brings hashes into their one form', () => {
    expect(parsePageMessage({ type: 'used', hash: 'AB'.repeat(32) })).toEqual({
      type: 'used',
      hash: 'ab'.repeat(20),
    });
  });

  it.each([
    ['a hash that is too short', { type: 'used', hash: 'a'.repeat(39) }],
    ['a hash with something behind it', { type: 'used', hash: `${hash}\n` }],
    ['a hash between the two lengths', { type: 'used', hash: 'a'.repeat(50) }],
    ['an address for a hash', { type: 'used', hash: 'http://evil.test/' }],
    ['a key too many', { type: 'used', hash, url: 'http://evil.test/' }],
    ['a web UI that is a path', { ...watch, webUi: '../x' }],
    ['a web UI that is a text', { ...watch, webUi: 'Hello World' }],
    ['a web UI that is very long', { ...watch, webUi: 'a'.repeat(41) }],
    ['more hashes than a screen holds', { ...watch, hashes: Array.from({ length: 201 }, () => hash) }],
    ['a visible that is a word', { ...watch, visible: 'true' }],
    ['a request of our own pages', { name: 'scan.now', request: {} }],
    ['an unknown type', { type: 'scan', hash }],
    ['no type', { hash }],
  ])('is refused: %s', (_, message) => expect(parsePageMessage(message)).toBeUndefined());

  /** Security anchor S6: a page can name a torrent, and nothing that could become a request. */
  it('has no text field but hashes and words of fixed form', () => {
    const allowed = new Set(['^[0-9a-f]{40}(?:[0-9a-f]{24})?$', '^[a-z0-9-]{1,40}$']);
    const found = textsIn(z.toJSONSchema(pageMessageSchema, { io: 'input' }));
    expect(found.length).toBeGreaterThan(3);
    expect(found.filter((pattern) => !allowed.has(pattern))).toEqual([]);
  });

  it('lets no text through that is not one of those, whatever the field', () => {
    const fields = ['webUi', 'hash'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.string({ unit: 'binary' }), (field, text) => {
        const message = field === 'hash' ? { type: 'used', hash: text } : { type: 'no-rows', webUi: text };
        const parsed = parsePageMessage(message);
        if (parsed) expect(text).toMatch(field === 'hash' ? /^[0-9a-f]+$/i : /^[a-z0-9-]+$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The pattern of every text in a JSON schema; `none` for one without, the word itself for a constant. */
function textsIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, pattern, const: constant, enum: words } = schema as Record<string, unknown>;
  if (constant !== undefined || words !== undefined) return [];
  if (type === 'string') return [typeof pattern === 'string' ? pattern : 'none'];
  // a schema without a type lets everything through
  const any = Object.keys(schema).length === 0 ? ['anything'] : [];
  const { properties, items, anyOf, oneOf, allOf } = schema as Record<string, unknown>;
  const inner = [items, ...Object.values(properties ?? {})].filter((one) => one !== undefined);
  const branches = [anyOf, oneOf, allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [...any, ...[...inner, ...branches].flatMap(textsIn)];
}

describe('whatever is sent', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true });
  const nearly = fc.record(
    {
      name: fc.oneof(fc.constantFrom(...names), fc.string()),
      request: fc.oneof(anything, fc.constantFrom(...Object.values(right))),
      type: fc.constantFrom('watch', 'used', 'alive', 'no-rows'),
      hash: fc.oneof(fc.constant(hash), anything),
      hashes: fc.oneof(fc.array(fc.oneof(fc.constant(hash), fc.string())), anything),
      webUi: fc.oneof(fc.constant('qbittorrent'), anything),
      visible: fc.oneof(fc.boolean(), anything),
    },
    { requiredKeys: [] },
  );

  it('is read or refused, and never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(anything, nearly), (message) => {
        parseRequest(message);
        parsePageMessage(message);
      }),
      { numRuns: 10_000 },
    );
  });

  it('can change nothing that other messages see', () => {
    parseRequest(JSON.parse('{"name":"scan.now","request":{"__proto__":{"polluted":1}}}'));
    parsePageMessage(JSON.parse('{"type":"alive","__proto__":{"polluted":1}}'));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
