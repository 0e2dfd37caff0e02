import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultKind, FaultSource } from './faults.ts';
import type { Listener } from './listener.ts';
import type { Answer } from './reply.ts';
import type { RequestLog, RequestRecord } from './request-log.ts';
import { instead, sendSlowly, spoil } from './spoil.ts';
import type { Timers } from './timers.ts';

/** What stands before the routes of either server: the log, what is held back, what is spoiled on the way out. */
export interface FrontParts {
  readonly server: RequestRecord['server'];
  readonly log: RequestLog;
  readonly faults: FaultSource;
  readonly timers: Timers;
  readonly listener: () => Listener;
  readonly machineIdentifier: () => string;
  readonly commonHeaders: (request: IncomingMessage) => Readonly<Record<string, string>>;
  /** `null`: the route has taken the response over. */
  readonly answer: (
    record: RequestRecord,
    body: string,
    asXml: boolean,
    response: ServerResponse,
  ) => Answer | null;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const part of request) chunks.push(part as Buffer);
  return Buffer.concat(chunks).toString();
}

async function send(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  fault: FaultKind | undefined,
): Promise<void> {
  if (fault?.kind === 'lost-reply') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(answer.body.length) });
  const body = request.method === 'HEAD' ? Buffer.alloc(0) : answer.body;
  if (fault?.kind === 'slow-body') {
    await sendSlowly(response, body, fault.pieces ?? 10, () => parts.timers.wait(fault.everyMs ?? 20));
  } else if (fault?.kind === 'cut-body') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  } else response.end(body);
}

async function refuse(parts: FrontParts, forMs: number): Promise<void> {
  const listener = parts.listener();
  await listener.goOffline();
  if (await parts.timers.wait(forMs)) await listener.goOnline();
}

/** Takes one request from the log to its answer. */
export async function serve(
  parts: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const record = parts.log.add(request, parts.server);
  const body = await bodyOf(request);
  await parts.faults.held(record);
  if (request.socket.destroyed) return;
  const fault = parts.faults.next(record);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'refuse') return refuse(parts, fault.forMs ?? 50);
  for (const [name, value] of Object.entries(parts.commonHeaders(request))) response.setHeader(name, value);
  const ready = fault && instead(fault);
  const right = ready ?? parts.answer(record, body, fault?.kind === 'xml', response);
  if (right === null) {
    parts.log.answered(record, 200);
    return;
  }
  const answer = fault ? spoil(right, fault, parts.machineIdentifier()) : right;
  await send(parts, request, response, answer, fault);
  if (fault?.kind !== 'lost-reply') parts.log.answered(record, answer.status);
}
