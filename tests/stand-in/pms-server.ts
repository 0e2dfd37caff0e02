import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FaultSource } from './faults.ts';
import { type FrontParts, serve } from './front.ts';
import { itemRoutes } from './item-routes.ts';
import { type Listener, listen } from './listener.ts';
import { pictureRoutes } from './picture-routes.ts';
import type { Pms, Route } from './pms.ts';
import { recentRoutes } from './recent-routes.ts';
import { type Answer, empty, htmlError, type Reply, render, wantsJson } from './reply.ts';
import type { RequestLog, RequestRecord } from './request-log.ts';
import { searchRoutes } from './search-routes.ts';
import { sectionRoutes } from './section-routes.ts';
import { serverRoutes } from './server-routes.ts';
import type { Timers } from './timers.ts';

const routes: readonly Route[] = [
  ...serverRoutes,
  ...sectionRoutes,
  ...itemRoutes,
  ...recentRoutes,
  ...searchRoutes,
  ...pictureRoutes,
];

/** Both spellings are in use: clients ask for the plural, the specification prints the singular. */
const socketPath = /^\/:\/websockets?\/notifications$/;
const toWebApp =
  '<script>window.location = window.location.href.match(/(^.+\\/)[^\\/]*$/)[1] + "web/index.html";</script>';

const tokenOf = (record: RequestRecord): string | undefined =>
  [record.headers['x-plex-token']].flat()[0] ?? record.query['X-Plex-Token'];

function replyTo(pms: Pms, record: RequestRecord, response: ServerResponse): Reply {
  if (record.method === 'OPTIONS') return empty();
  const path = record.path.length > 1 ? record.path.replace(/\/$/, '') : record.path;
  const found = routes.flatMap((entry) => {
    const match = entry.pattern.exec(path);
    return match ? [{ entry, params: match.slice(1) }] : [];
  });
  const access = pms.tokens.of(tokenOf(record));
  const isOpen = found.some(({ entry }) => entry.access === 'open');
  if (!access && !isOpen) return htmlError(401, record.path === '/' ? toWebApp : '');
  if (found.length === 0) return htmlError(404);
  const method = record.method === 'HEAD' ? 'GET' : record.method;
  const chosen = found.find(({ entry }) => entry.methods.includes(method));
  if (!chosen) return htmlError(405);
  if (chosen.entry.access === 'owner' && !access?.isOwner) return htmlError(pms.refusedStatus);
  const nobody = { isOwner: false, userID: 0, sections: new Set<string>() };
  return chosen.entry.handle(pms, {
    record,
    query: record.query,
    access: access ?? nobody,
    params: chosen.params,
    response,
  });
}

function answer(pms: Pms, record: RequestRecord, asXml: boolean, response: ServerResponse): Answer | null {
  let reply: Reply;
  try {
    reply = replyTo(pms, record, response);
  } catch (error) {
    // A mistake of the stand-in itself: said in the answer, where a failing test shows it.
    reply = { kind: 'html', status: 500, html: `stand-in: ${error instanceof Error ? error.stack : error}` };
  }
  if (reply.kind === 'taken') return null;
  return render(reply, !asXml && wantsJson(record.headers.accept), 'text/xml;charset=utf-8');
}

/** Only Plex's own web app may read the answers from a page; an extension with permission for the host needs no leave. */
function commonHeaders(pms: Pms, request: IncomingMessage): Record<string, string> {
  const preflight = {
    'Access-Control-Allow-Methods': 'POST, GET, OPTIONS, PUT, DELETE, HEAD, PATCH',
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
    'Access-Control-Max-Age': '1209600',
  };
  return {
    'Access-Control-Allow-Origin': 'https://app.plex.tv',
    ...(request.method === 'OPTIONS' ? preflight : {}),
    'X-Plex-Protocol': '1.0',
    'Cache-Control': 'no-cache',
    Date: new Date(pms.clock.now()).toUTCString(),
  };
}

function upgrade(pms: Pms, log: RequestLog, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const record = log.add(request, 'plex');
  const refuse = (status: number, text: string): void => {
    socket.end(`HTTP/1.1 ${status} ${text}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    log.answered(record, status);
  };
  if (!socketPath.test(record.path)) refuse(404, 'Not Found');
  else if (!pms.tokens.of(tokenOf(record))) refuse(401, 'Unauthorized');
  else {
    pms.events.openSocket(request, socket, head, record.query.filters);
    log.answered(record, 101);
  }
}

export interface PmsServerParts {
  readonly address: { readonly port: number; readonly host: string };
  readonly log: RequestLog;
  readonly faults: FaultSource;
  readonly timers: Timers;
}

export async function servePms(pms: Pms, { address, ...parts }: PmsServerParts): Promise<Listener> {
  const front: FrontParts = {
    ...parts,
    server: 'plex',
    listener: () => listener,
    machineIdentifier: () => pms.machineIdentifier,
    commonHeaders: (request) => commonHeaders(pms, request),
    answer: (record, _body, asXml, response) => answer(pms, record, asXml, response),
  };
  const listener: Listener = await listen(
    address,
    (request, response) => {
      // A client that goes away in the middle is its own affair.
      serve(front, request, response).catch(() => response.destroy());
    },
    (request, socket, head) => upgrade(pms, parts.log, request, socket, head),
  );
  return listener;
}
