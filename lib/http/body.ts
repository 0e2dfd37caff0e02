/** The beginning of a body; `complete` is `false` when there was more than was asked for. */
export interface ReadBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly complete: boolean;
}

/**
 * Reads at most `maxBytes` and lets go of the rest, so that a body without end costs no more than a long one.
 * `Content-Length` is not consulted: it is missing in chunked answers and counts compressed bytes in others.
 * Throws what the stream throws, and the signal's reason when it aborts.
 */
export async function readUpTo(response: Response, maxBytes: number, signal: AbortSignal): Promise<ReadBody> {
  signal.throwIfAborted();
  const reader = response.body?.getReader();
  if (!reader) return { bytes: new Uint8Array(0), complete: true };
  const stop = () => letGo(reader.cancel(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (length <= maxBytes) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return { bytes: join(chunks, length), complete: true };
      chunks.push(value);
      length += value.byteLength;
    }
    stop();
    return { bytes: join(chunks, length).slice(0, maxBytes), complete: false };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Closes a body nobody is going to read, so that the connection is free again. */
export function discard(response: Response): void {
  if (response.body && !response.body.locked) letGo(response.body.cancel());
}

/** Bytes as text: what is not UTF-8 becomes U+FFFD. Plex Media Server sends such bytes inside titles. */
export const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Cancelling a stream that has failed already rejects with that failure, which was reported where it happened. */
function letGo(cancelled: Promise<void>): void {
  cancelled.catch(() => undefined);
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
