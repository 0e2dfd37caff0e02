import type { ServerResponse } from 'node:http';
import { OperationError } from '../../../lib/domain/errors.ts';
import type { ConnectionOptions } from '../../../lib/plex/connection.ts';
import { PlexService } from '../../../lib/plex/plex-service.ts';
import { type Seen, serve, type TestServer } from '../../http/support/server.ts';

export const machine = '0123456789abcdef0123456789abcdef01234567';
export const token = 'canary-Tok3n-9f8e7d';
export const identity = {
  MediaContainer: { size: 0, claimed: true, machineIdentifier: machine, version: '1.41.0' },
};

export type Route = object | string | ((seen: Seen, response: ServerResponse) => void);

/** The path of a request, without its query. */
export const pathOf = ({ path }: Seen): string => path.split('?')[0] ?? '';
export const queryOf = (seen: Seen | undefined): Record<string, string> =>
  Object.fromEntries(new URL(seen?.path ?? '/', 'http://x').searchParams);

const refusal = '<html><head><title>Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>';

/** As much of a Plex Media Server as a test needs: open identity, token for the rest, JSON only for the exact `Accept`. */
export async function fakePlex(routes: Readonly<Record<string, Route>> = {}): Promise<TestServer> {
  const all: Readonly<Record<string, Route>> = { '/identity': identity, ...routes };
  return serve((seen, response) => {
    const path = pathOf(seen);
    const route = all[path];
    if (!path.endsWith('/identity') && seen.headers['x-plex-token'] !== token) {
      response.writeHead(401, { 'content-type': 'text/html' }).end(refusal);
    } else if (route === undefined) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html><h1>404 Not Found</h1></html>');
    } else if (typeof route === 'function') {
      route(seen, response);
    } else if (seen.headers.accept !== 'application/json') {
      response.writeHead(200, { 'content-type': 'text/xml;charset=utf-8' }).end('<MediaContainer/>');
    } else {
      const body = typeof route === 'string' ? route : JSON.stringify(route);
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    }
  });
}

export function service(address: string, more: Partial<ConnectionOptions> = {}): PlexService {
  return new PlexService({
    address,
    machineIdentifier: machine,
    token: async () => token,
    fetch,
    client: { clientIdentifier: 'install-1', version: '0.1.0', platform: 'Firefox', platformVersion: '153' },
    ...more,
  });
}

export const never = new AbortController().signal;

/** The error a promise rejects with; a test fails when it does not, or with anything but an `OperationError`. */
export async function failure(promise: Promise<unknown>): Promise<OperationError> {
  const outcome = await promise.then(
    (value) => `a value: ${JSON.stringify(value)}`,
    (thrown: unknown) => thrown,
  );
  if (!(outcome instanceof OperationError)) throw new Error(`no OperationError but ${String(outcome)}`);
  return outcome;
}

/** Every operation of the port, as one list for tests that hold for all. */
export const operations: Readonly<
  Record<string, (plex: PlexService, signal: AbortSignal) => Promise<unknown>>
> = {
  identity: (plex, signal) => plex.identity(signal),
  describe: (plex, signal) => plex.describe(signal),
  sections: (plex, signal) => plex.sections(signal),
  scanPath: (plex, signal) => plex.scanPath('1', '/media/tv/Show', signal),
  findByFiles: (plex, signal) =>
    plex.findByFiles({ key: '2', type: 'show' }, ['/tv/Show/Show.S01E01.mkv'], signal),
  item: (plex, signal) => plex.item('42', signal),
  items: (plex, signal) => plex.items(['42', '43'], signal),
  listLibrary: (plex, signal) => plex.listLibrary('2', { kind: 'episode', start: 0, size: 100 }, signal),
  recentlyAdded: (plex, signal) => plex.recentlyAdded(10, signal),
  activities: (plex, signal) => plex.activities(signal),
  events: async (plex, signal) => Array.fromAsync(plex.events(signal)),
  poster: (plex, signal) => plex.poster('/library/metadata/1/thumb/2', signal),
};
