import { OperationError } from '../domain/errors.ts';
import type { PlexConnection } from './connection.ts';
import { isServerPath } from './wire.ts';

const operation = 'plex.poster';

/** Formats that hold pixels and nothing else; SVG could hold more. */
const pictureType = /^image\/(?:jpeg|png|webp|gif)$/;

/** A picture of at most 160 × 240, made by the server from one of its own; at most 1 MB. */
export async function fetchPoster(
  connection: PlexConnection,
  thumb: string,
  signal: AbortSignal,
): Promise<Blob> {
  const { server } = connection;
  // an address of somewhere else would be fetched by the server, on our behalf
  if (!isServerPath(thumb)) throw new OperationError('NOT_FOUND', { operation, server });
  const { headers, bytes } = await connection.bytes({
    operation,
    path: 'photo/:/transcode',
    query: { width: '160', height: '240', minSize: '1', upscale: '1', url: thumb },
    headers: { accept: 'image/*' },
    signal,
  });
  const [type = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  if (!pictureType.test(type.trim())) throw new OperationError('UNEXPECTED_ANSWER', { operation, server });
  return new Blob([bytes], { type: type.trim() });
}
