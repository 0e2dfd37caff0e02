import { OperationError } from '../domain/errors.ts';
import { tryJson } from '../http/json.ts';
import type { PlexEvent } from '../ports/plex-server.ts';
import type { PlexConnection } from './connection.ts';
import { readEvents, type StreamEvent } from './event-stream.ts';
import { bareEntries, notificationData } from './schemas.ts';
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
      yield* readHints(next.value);
    }
  } finally {
    await events.return(undefined);
  }
}

/** At least one: whatever was said, something happened. */
function readHints({ name, data }: StreamEvent): readonly PlexEvent[] {
  for (const schema of [notificationData, bareEntries.get(name)]) {
    const notification = schema && data !== null ? tryJson(data, schema) : undefined;
    const events = notification ? toEvents(notification) : [];
    if (events.length > 0) return events;
  }
  return [{ kind: 'other' }];
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
