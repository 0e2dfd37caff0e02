import type { ConnectionOptions } from '../../lib/plex/connection.ts';
import { identity, operations, service } from '../plex/support/plex.ts';
import { recording } from '../plex/support/recordings.ts';
import { type Endpoint, endpointsOf, type Operation } from './endpoint.ts';

const text = (name: string): string => recording(name).toString('utf8');

const events = [
  'event: activity\ndata: {"NotificationContainer":{"type":"activity","size":1,"ActivityNotification":[{"event":"ended",',
  '"uuid":"u","Activity":{"uuid":"u","type":"library.update.section","Context":{"librarySectionID":"2"}}}]}}\n\n',
  'event: timeline\ndata: {"TimelineEntry":[{"itemID":"42","sectionID":2,"state":5}]}\n\n',
].join('');
const activities = {
  MediaContainer: {
    size: 1,
    Activity: [{ uuid: 'u', type: 'library.update.section', title: 'T', subtitle: 'S', progress: 7 }],
  },
};

/** What a server answers where, by path; the first that fits. */
const answers: readonly (readonly [path: RegExp, body: () => string, type?: string])[] = [
  [/^\/identity$/, () => JSON.stringify(identity)],
  [/^\/$/, () => text('providers/spec.media-providers.json')],
  [/^\/library$/, () => '{"MediaContainer":{"size":3}}'],
  [/^\/library\/sections$/, () => text('sections/spec.get-all-libraries.e2f85f7a.json')],
  [/\/refresh$/, () => ''],
  [/^\/library\/sections\/\d+\/all$/, () => text('metadata-show-season/rs.tv_seasons.json')],
  [/\/(?:allLeaves|children)$/, () => text('metadata-episode/rs.tv_episodes.json')],
  [/^\/library\/metadata\//, () => text('metadata-movie/spec.movie.5.json')],
  [/recentlyAdded$/, () => text('music/rs.music_tracks.json')],
  [/^\/activities$/, () => JSON.stringify(activities)],
  [/^\/:\/eventsource/, () => events, 'text/event-stream'],
  [/^\/photo\//, () => '\u0089PNG', 'image/png'],
];

const recorded: typeof fetch = async (input) => {
  const { pathname } = new URL((input as Request).url);
  const [, body, type = 'application/json'] = answers.find(([path]) => path.test(pathname)) ?? [];
  if (!body) throw new Error(`nothing was recorded for ${pathname}`);
  return new Response(body(), { headers: { 'content-type': type } });
};

/** A stream of events lasts for as long as somebody listens. */
const listenedMs = 250;

/** Everything that is asked of a Plex server. */
export function plexEndpoints(more: Partial<ConnectionOptions> = {}): Promise<readonly Endpoint[]> {
  const all = Object.entries(operations).map(
    ([name, use]): Operation => ({
      name,
      run(through, signal) {
        const plex = service('http://127.0.0.1:9/', { fetch: through(recorded), ...more });
        if (name !== 'events') return use(plex, signal);
        const enough = new AbortController();
        const timer = setTimeout(() => enough.abort(), listenedMs);
        return use(plex, enough.signal).finally(() => clearTimeout(timer));
      },
    }),
  );
  return endpointsOf(all);
}
