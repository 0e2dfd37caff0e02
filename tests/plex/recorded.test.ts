import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { tryJson } from '../../lib/http/json.ts';
import { itemsAnswer, rootAnswer, sectionsAnswer } from '../../lib/plex/schemas.ts';
import { toLeaves, toRecentItems, toSections } from '../../lib/plex/wire.ts';
import { mutated } from './support/mutated.ts';
import { identity, never, operations, service } from './support/plex.ts';
import { recordedJson, recording, recordings } from './support/recordings.ts';

interface Container {
  readonly Metadata?: readonly {
    readonly type?: string;
    readonly Media?: readonly { Part?: readonly unknown[] }[];
  }[];
  readonly Directory?: readonly unknown[];
}
const containerOf = (name: string) => (recordedJson(name) as { MediaContainer: Container }).MediaContainer;
const openable = ['movie', 'show', 'season', 'episode', 'artist', 'album', 'track', 'clip'];

describe('recorded answers', () => {
  it.each(recordings.items)('%s is read to the last entry', (name) => {
    const raw = containerOf(name).Metadata ?? [];
    const items = tryJson(recording(name).toString('utf8'), itemsAnswer)?.MediaContainer.Metadata ?? [];
    expect(items).toHaveLength(raw.length);
    const leaves = toLeaves(items);
    expect(leaves).toHaveLength(raw.filter(({ type }) => openable.includes(type ?? '')).length);
    expect(toRecentItems(items)).toHaveLength(leaves.length);
    const parts = raw.flatMap(({ type, Media }) =>
      openable.includes(type ?? '') ? (Media ?? []).flatMap(({ Part }) => Part ?? []) : [],
    );
    const files = leaves.flatMap((leaf) => leaf.files);
    expect(files).toHaveLength(parts.length);
    for (const file of files)
      expect(file).toEqual({ path: expect.stringMatching(/./), sizeBytes: expect.any(Number) });
    for (const leaf of leaves) expect(leaf.title).not.toBe('');
  });

  it.each(recordings.sections)('%s is read to the last library', (name) => {
    const sections =
      tryJson(recording(name).toString('utf8'), sectionsAnswer)?.MediaContainer.Directory ?? [];
    expect(toSections(sections)).toHaveLength(containerOf(name).Directory?.length ?? 0);
    for (const { locations } of toSections(sections)) expect(locations.length).toBeGreaterThan(0);
  });

  it.each(recordings.root)('%s describes a server', (name) => {
    expect(tryJson(recording(name).toString('utf8'), rootAnswer)?.MediaContainer).toEqual({
      friendlyName: expect.stringMatching(/./),
      machineIdentifier: expect.stringMatching(/./),
      version: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  it('of another project’s requests are read with the status they came with', async () => {
    const pairs = recordedJson('mixed/watchstate.plex_data.json') as Record<
      string,
      { response: { http_code: number; body: unknown } }
    >;
    const answers = Object.entries(pairs).filter(([name]) => /^(library_(?!head)|sections_)/.test(name));
    expect(answers.length).toBeGreaterThan(4);
    for (const [name, { response }] of answers) {
      const body = JSON.stringify(response.body);
      const read = name.startsWith('sections') ? tryJson(body, sectionsAnswer) : tryJson(body, itemsAnswer);
      expect([name, read !== undefined]).toEqual([name, response.http_code === 200]);
    }
  });

  it('tell an episode’s place in its season and show', () => {
    const text = recording('metadata-episode/spec.episode.3.json').toString('utf8');
    const [episode] = toLeaves(tryJson(text, itemsAnswer)?.MediaContainer.Metadata ?? []);
    expect(episode).toMatchObject({
      type: 'episode',
      index: expect.any(Number),
      parentIndex: expect.any(Number),
      parentRatingKey: expect.stringMatching(/^\d+$/),
      grandparentRatingKey: expect.stringMatching(/^\d+$/),
      grandparentTitle: expect.stringMatching(/./),
    });
  });
});

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
const answersOf: Record<string, readonly string[]> = {
  identity: [JSON.stringify(identity)],
  describe: recordings.root.map((name) => JSON.stringify(recordedJson(name))),
  sections: recordings.sections.map((name) => JSON.stringify(recordedJson(name))),
  scanPath: [''],
  findByFiles: [
    'section-all/spec.library-items.3.json',
    'metadata-episode/rubyplex.show_1.allLeaves.json',
  ].map((name) => JSON.stringify(recordedJson(name))),
  item: ['metadata-movie/rubyplex.movie_1.json', 'metadata-show-season/rubyplex.show_details.json'].map(
    (name) => JSON.stringify(recordedJson(name)),
  ),
  items: ['metadata-movie/rubyplex.movie_1.json', 'metadata-episode/spec.episode.3.json'].map((name) =>
    JSON.stringify(recordedJson(name)),
  ),
  listLibrary: ['section-all/spec.library-all.3.episodes.json', 'metadata-episode/rs.tv_episodes.json'].map(
    (name) => JSON.stringify(recordedJson(name)),
  ),
  recentlyAdded: ['music/rs.music_tracks.json', 'section-all/rubyplex.library_1.json'].map((name) =>
    JSON.stringify(recordedJson(name)),
  ),
  activities: [JSON.stringify(activities)],
  events: [events],
  poster: ['\u0089PNG'],
};

describe('a damaged answer', () => {
  it('is thought of for every operation', () => {
    expect(Object.keys(answersOf).sort()).toEqual(Object.keys(operations).sort());
  });

  it.each(Object.entries(operations))(
    'makes %s give a value or an OperationError, nothing else',
    async (name, run) => {
      let values = 0;
      const answer = fc.constantFrom(...(answersOf[name] ?? [])).chain(mutated);
      await fc.assert(
        fc.asyncProperty(answer, async (bytes) => {
          const request: typeof fetch = async (input) => {
            const own = name !== 'identity' && new URL((input as Request).url).pathname === '/identity';
            return new Response(own ? JSON.stringify(identity) : bytes);
          };
          try {
            await run(service('http://127.0.0.1:9', { fetch: request }), never);
            values++;
          } catch (error) {
            expect(error).toBeInstanceOf(OperationError);
            expect((error as OperationError).cause).toBeUndefined();
          }
        }),
        { numRuns: 300 },
      );
      if (name !== 'poster') expect(values, 'some damage does not matter').toBeGreaterThan(0);
    },
  );
});
