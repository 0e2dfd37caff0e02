import { OperationError } from '../domain/errors.ts';
import { tryJson } from '../http/json.ts';
import type { PlexEvent } from '../ports/plex-server.ts';
import type { PlexConnection } from './connection.ts';
import { readEvents } from './event-stream.ts';
import { notificationData } from './schemas.ts';
import { toEvents } from './wire.ts';

const operation = 'plex.events';

/**
 * What the server tells while it happens. Server-sent events over `fetch`, since a WebSocket of a browser would need
 * the token in its address. Ends quietly when the signal aborts and when the connection ends, however it does: events
 * are hints, and whoever listens opens the stream again.
 */
export async function* listen(connection: PlexConnection, signal: AbortSignal): AsyncGenerator<PlexEvent> {
  const body = await open(connection, signal);
  if (!body) return;
  const events = readEvents(body);
  try {
    for (;;) {
      const next = await events.next().catch(() => undefined); // cut off, or aborted
      if (!next || next.done || signal.aborted) return;
      const notification = next.value.data === null ? undefined : tryJson(next.value.data, notificationData);
      yield* notification ? toEvents(notification) : [{ kind: 'other' } as const];
    }
  } finally {
    await events.return(undefined);
  }
}

/** `null` when the signal aborted meanwhile. */
async function open(
  connection: PlexConnection,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | null> {
  if (signal.aborted) return null;
  const headers = { accept: 'text/event-stream' };
  const request = { operation, path: ':/eventsource/notifications', headers, signal };
  const answer = await connection.stream(request).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (!answer?.headers.get('content-type')?.includes('html')) return answer?.body ?? null;
  await answer.body.cancel();
  throw new OperationError('UNEXPECTED_ANSWER', { operation, server: connection.server });
}
