import { isObject, type Json, type JsonObject } from './json.ts';
import { toXml } from './xml.ts';

/** What a route wants to say, before the form (JSON or XML) is chosen. */
export type Reply =
  | {
      readonly kind: 'document';
      readonly document: JsonObject | readonly Json[];
      /** When the XML is not the JSON with other brackets. */
      readonly xml?: JsonObject;
      /** The v1 routes of plex.tv: XML, whatever was asked for. */
      readonly xmlOnly?: boolean;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'html'; readonly status: number; readonly html: string }
  | { readonly kind: 'bytes'; readonly type: string; readonly body: Buffer }
  | { readonly kind: 'empty'; readonly status: number }
  /** The route answers by itself (a stream that stays open). */
  | { readonly kind: 'taken' };

/** An answer ready to be sent, or to be spoiled by a fault first. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export const container = (fields: JsonObject, headers: Readonly<Record<string, string>> = {}): Reply => ({
  kind: 'document',
  document: { MediaContainer: fields },
  headers,
});

export const empty = (status = 200): Reply => ({ kind: 'empty', status });

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
};

/** Errors of a Plex Media Server are HTML, whatever was asked for. The 401 is a recorded one. */
export function htmlError(status: number, script = ''): Reply {
  const title = titles[status] ?? 'Error';
  const html = `<html><head>${script}<title>${title}</title></head><body><h1>${status} ${title}</h1></body></html>`;
  return { kind: 'html', status, html };
}

/** JSON only for this exact value: `application/json, text/plain` and the wildcard get XML, as plex.tv does since July 2026. */
export const wantsJson = (accept: string | undefined): boolean => accept?.trim() === 'application/json';

function rootOf(document: JsonObject | readonly Json[]): JsonObject {
  if (isObject(document)) return document;
  throw new TypeError('A list needs an XML form of its own.');
}

export function render(reply: Exclude<Reply, { kind: 'taken' }>, json: boolean, xmlType: string): Answer {
  switch (reply.kind) {
    case 'document': {
      const asJson = json && !reply.xmlOnly;
      return {
        status: reply.status ?? 200,
        headers: { 'Content-Type': asJson ? 'application/json' : xmlType, ...reply.headers },
        body: Buffer.from(
          asJson ? JSON.stringify(reply.document) : toXml(reply.xml ?? rootOf(reply.document)),
        ),
      };
    }
    case 'html':
      return {
        status: reply.status,
        headers: { 'Content-Type': 'text/html' },
        body: Buffer.from(reply.html),
      };
    case 'bytes':
      return { status: 200, headers: { 'Content-Type': reply.type }, body: reply.body };
    case 'empty':
      return { status: reply.status, headers: {}, body: Buffer.alloc(0) };
  }
}
