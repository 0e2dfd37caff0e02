import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { OperationError } from '../../lib/domain/errors.ts';
import { createHttp, type HttpRequest } from '../../lib/http/http.ts';
import { serve } from '../http/support/server.ts';

const secret = 'canary-secret-8c2a';
const anything = z.unknown();

/** Every way to carry a secret that the project has. */
const carriers: Readonly<Record<string, Partial<HttpRequest>>> = {
  'a header of a GET': { headers: { 'x-plex-token': secret } },
  'a header with a form': { headers: { authorization: `Bearer ${secret}` }, form: { a: '1' } },
  'a form': { form: { username: 'me', password: secret } },
  'a JSON body': { body: { type: 'application/json', text: JSON.stringify({ params: [secret] }) } },
};

/** Everything that sends a browser elsewhere, by status or by what the page says. `to`: where a thief waits. */
const redirects: Readonly<
  Record<string, (to: string) => { status: number; headers?: object; body?: string }>
> = {
  ...Object.fromEntries(
    [300, 301, 302, 303, 304, 305, 306, 307, 308, 399].map((status) => [
      `status ${status}`,
      (to: string) => ({ status, headers: { location: to } }),
    ]),
  ),
  'a redirect without a place': () => ({ status: 302 }),
  'a redirect to an address with a name in it': (to) => ({
    status: 302,
    headers: { location: to.replace('//', '//me:secret@') },
  }),
  'a redirect without a protocol': (to) => ({ status: 302, headers: { location: to.replace('http:', '') } }),
  'a redirect to https': (to) => ({ status: 302, headers: { location: to.replace('http:', 'https:') } }),
  'a redirect to a text': () => ({ status: 302, headers: { location: 'data:application/json,{}' } }),
  'a redirect to a script': () => ({ status: 302, headers: { location: 'javascript:1' } }),
  'a redirect to a file': () => ({ status: 302, headers: { location: 'file:///etc/passwd' } }),
  'a Refresh header': (to) => ({ status: 200, headers: { refresh: `0; url=${to}` }, body: '<html>' }),
  'a page that refreshes': (to) => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: `<meta http-equiv="refresh" content="0; url=${to}">`,
  }),
  'a link for the browser': (to) => ({
    status: 200,
    headers: { link: `<${to}>; rel=preload; as=fetch`, 'alt-svc': `h2="${new URL(to).host}"` },
    body: '<html>',
  }),
};

const cases = Object.entries(redirects).flatMap(([how, answer]) =>
  Object.entries(carriers).map(([what, carrier]) => [how, what, answer, carrier] as const),
);

describe('a secret', () => {
  it.each(cases)('meets %s in %s, and goes no further', async (_how, _what, answer, carrier) => {
    const thief = await serve((_, response) => response.end('{}'));
    const server = await serve((_, response) => {
      const { status, headers = {}, body = '' } = answer(`${thief.origin}/`);
      response.writeHead(status, { ...headers }).end(body);
    });
    const http = createHttp({ fetch, server: 'Attic', credentials: 'include' });
    const request = {
      operation: 'test.ask',
      url: new URL(server.origin),
      signal: new AbortController().signal,
    };
    const outcome: unknown = await http.json({ ...request, ...carrier }, anything).then(
      () => 'an answer',
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(OperationError);
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.path).toBe('/');
    expect(thief.seen).toEqual([]);
    expect(String(outcome)).not.toContain(secret);
  });

  it('goes no further round a loop either', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    const http = createHttp({ fetch, server: 'Attic' });
    const request = {
      operation: 'test.ask',
      url: new URL(server.origin),
      signal: new AbortController().signal,
    };
    await expect(http.send({ ...request, headers: { 'x-plex-token': secret } })).rejects.toMatchObject({
      code: 'REDIRECTED',
    });
    expect(server.seen).toHaveLength(1);
  });
});
