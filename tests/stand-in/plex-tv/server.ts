import type { IncomingMessage } from 'node:http';
import type { FaultSource } from '../faults.ts';
import { type FrontParts, serve } from '../front.ts';
import { type Listener, listen } from '../listener.ts';
import { type Answer, empty, type Reply, render, wantsJson } from '../reply.ts';
import type { RequestLog, RequestRecord } from '../request-log.ts';
import type { Timers } from '../timers.ts';
import type { DeviceAuth } from './device-keys.ts';
import type { RateLimit } from './rate-limit.ts';
import { failure, noSuchRoute, notSignedIn, type PlexTvRoute, readBody } from './routing.ts';
import { accountOf, type PlexTvState } from './state.ts';

export interface PlexTvParts {
  readonly address: { readonly port: number; readonly host: string };
  readonly log: RequestLog;
  readonly faults: FaultSource;
  readonly timers: Timers;
  readonly routes: readonly PlexTvRoute[];
  readonly rateLimit: RateLimit;
  readonly deviceAuth: Pick<DeviceAuth, 'endOf'>;
}

const either = (record: RequestRecord, name: string): string | undefined =>
  [record.headers[name.toLowerCase()]].flat()[0] ?? record.query[name];

function replyTo(state: PlexTvState, parts: PlexTvParts, record: RequestRecord, body: string): Reply {
  if (record.method === 'OPTIONS') return empty(204);
  const clientIdentifier = either(record, 'X-Plex-Client-Identifier');
  if (!parts.rateLimit.allows(clientIdentifier ?? '')) {
    return failure(429, 1007, 'Too many requests');
  }
  const found = parts.routes.flatMap((entry) => {
    const match = entry.method === record.method ? entry.pattern.exec(record.path) : null;
    return match ? [{ entry, params: match.slice(1) }] : [];
  });
  const [chosen] = found;
  if (!chosen) return noSuchRoute();
  const token = either(record, 'X-Plex-Token');
  const account = accountOf(state, token);
  const endsAt = token === undefined ? undefined : parts.deviceAuth.endOf(token);
  if (chosen.entry.needsToken && account && endsAt !== undefined && endsAt <= state.clock.now()) {
    return failure(498, 1001, 'Token has expired');
  }
  if (chosen.entry.needsToken && !account) return notSignedIn();
  return chosen.entry.handle(state, {
    record,
    query: record.query,
    body: readBody(body, record.headers['content-type']),
    params: chosen.params,
    account,
    token,
    clientIdentifier,
  });
}

function answer(
  state: PlexTvState,
  parts: PlexTvParts,
  record: RequestRecord,
  body: string,
  asXml: boolean,
): Answer {
  const reply = replyTo(state, parts, record, body);
  if (reply.kind === 'taken') throw new TypeError('No route of plex.tv answers by itself.');
  const json = !asXml && wantsJson(record.headers.accept);
  return render(reply, json, 'application/xml');
}

/** plex.tv may be read by any page, unlike a media server. */
const commonHeaders = (request: IncomingMessage): Record<string, string> => ({
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
});

export async function servePlexTv(state: PlexTvState, parts: PlexTvParts): Promise<Listener> {
  const front: FrontParts = {
    server: 'plex.tv',
    log: parts.log,
    faults: parts.faults,
    timers: parts.timers,
    listener: () => listener,
    machineIdentifier: () => state.servers[0]?.machineIdentifier ?? '',
    commonHeaders: (request) => ({
      ...commonHeaders(request),
      Date: new Date(state.clock.now()).toUTCString(),
    }),
    answer: (record, body, asXml) => answer(state, parts, record, body, asXml),
  };
  const listener: Listener = await listen(
    parts.address,
    (request, response) => {
      // A client that goes away in the middle is its own affair.
      serve(front, request, response).catch(() => response.destroy());
    },
    (_request, socket) => socket.destroy(),
  );
  return listener;
}
