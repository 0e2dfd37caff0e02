import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Json, JsonObject } from './json.ts';

/** Everyone who listens to this server's notifications, by WebSocket or by server-sent events. */
export interface Events {
  /** Sends one notification: its type, the name of its list, the entries. */
  send(type: string, list: string, entries: readonly JsonObject[]): void;
  openStream(response: ServerResponse, filters: string | undefined, isOwner: boolean): void;
  openSocket(request: IncomingMessage, socket: Duplex, head: Buffer, filters: string | undefined): void;
  count(): { readonly streams: number; readonly sockets: number };
  close(): void;
}

/** `filters=-log` leaves out, `filters=timeline,activity` lets only these through. */
function passes(filters: string | undefined, type: string): boolean {
  const names = (filters ?? '').split(',').filter((name) => name !== '');
  if (names.includes(`-${type}`)) return false;
  const wanted = names.filter((name) => !name.startsWith('-'));
  return wanted.length === 0 || wanted.includes(type);
}

export function createEvents(bare: boolean): Events {
  const streams = new Map<ServerResponse, (type: string) => boolean>();
  const sockets = new WebSocketServer({ noServer: true });
  const socketFilters = new WeakMap<object, string | undefined>();
  return {
    send(type, list, entries) {
      const inner: Record<string, Json> = { type, size: entries.length, [list]: entries };
      const whole = JSON.stringify({ NotificationContainer: inner });
      const streamed = bare ? JSON.stringify(entries[0] ?? {}) : whole;
      for (const [response, wants] of streams) {
        if (wants(type)) response.write(`event: ${type}\ndata: ${streamed}\n\n`);
      }
      for (const socket of sockets.clients) {
        if (passes(socketFilters.get(socket), type)) socket.send(whole);
      }
    },
    openStream(response, filters, isOwner) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.flushHeaders();
      streams.set(response, (type) => isOwner && passes(filters, type));
      response.on('close', () => streams.delete(response));
    },
    openSocket(request, socket, head, filters) {
      sockets.handleUpgrade(request, socket, head, (client) => socketFilters.set(client, filters));
    },
    count: () => ({ streams: streams.size, sockets: sockets.clients.size }),
    close() {
      for (const client of sockets.clients) client.terminate();
      for (const response of streams.keys()) response.destroy();
      sockets.close();
    },
  };
}
