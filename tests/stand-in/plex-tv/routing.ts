import type { Json, JsonObject } from '../json.ts';
import { empty, type Reply } from '../reply.ts';
import type { RequestRecord } from '../request-log.ts';
import type { Account, PlexTvState } from './state.ts';

export interface PlexTvRequest {
  readonly record: RequestRecord;
  readonly query: RequestRecord['query'];
  /** A JSON body as it is; a form as text fields. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly params: readonly string[];
  readonly account: Account | undefined;
  readonly token: string | undefined;
  readonly clientIdentifier: string | undefined;
}

/** For routes behind a token, where somebody is signed in. */
export interface SignedIn extends PlexTvRequest {
  readonly account: Account;
}

export interface PlexTvRoute {
  readonly method: string;
  readonly pattern: RegExp;
  readonly needsToken: boolean;
  readonly handle: (state: PlexTvState, request: PlexTvRequest) => Reply;
}

export const open = (method: string, pattern: RegExp, handle: PlexTvRoute['handle']): PlexTvRoute => ({
  method,
  pattern,
  needsToken: false,
  handle,
});

export const signedIn = (
  method: string,
  pattern: RegExp,
  handle: (state: PlexTvState, request: SignedIn) => Reply,
): PlexTvRoute => ({
  method,
  pattern,
  needsToken: true,
  handle: (state, request) =>
    request.account ? handle(state, { ...request, account: request.account }) : notSignedIn(),
});

/** Errors of the v2 routes. Code 1020 comes without `status`, as recorded. */
export function failure(status: number, code: number, message: string): Reply {
  const error: JsonObject = code === 1020 ? { code, message } : { code, message, status };
  return {
    kind: 'document',
    status,
    document: { errors: [error] },
    xml: { errors: { error: [error] } },
  };
}

export const notSignedIn = (): Reply => failure(401, 1001, 'User could not be authenticated');
export const noSuchRoute = (): Reply =>
  failure(404, 1002, 'The requested resource or endpoint could not be found');

export function xmlReply(document: JsonObject, status = 200): Reply {
  return { kind: 'document', status, document, xmlOnly: true };
}

/** Errors of the v1 routes carry the sentence in the attribute `status`. */
export const oldFailure = (status: number, sentence: string): Reply =>
  xmlReply({ Response: { code: String(status), status: sentence } }, status);

/** A route that was switched off for good. */
export const gone = (): Reply => oldFailure(410, 'This endpoint is no longer available.');

export const json = (document: JsonObject | readonly Json[], status = 200): Reply => ({
  kind: 'document',
  status,
  document,
  // Seldom asked for: the v2 routes in XML, one element deep.
  xml: Array.isArray(document) ? { list: { entry: document } } : { response: document as JsonObject },
});

export const done = (status = 200): Reply => empty(status);

export function readBody(text: string, type: string | undefined): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  if (type?.includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

export const flagOf = (value: unknown): boolean =>
  ['1', 'true'].includes((textOf(value) ?? '').toLowerCase());

export function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number).filter(Number.isInteger) : [];
}
