import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Case, cases, compare, xmlCases } from './conformance-cases.ts';
import { type StandIn, startStandIn } from './index.ts';
import { type KnownDifference, knownDifferences } from './known-differences.ts';
import { ask } from './support/ask.ts';
import { type MediaFolder, mediaFolder } from './support/media-folder.ts';
import { recorded, recordedText } from './support/recordings.ts';
import { differences, shapeOf } from './support/shape.ts';

let media: MediaFolder;
let standIn: StandIn;

beforeAll(async () => {
  media = await mediaFolder(
    'movies/Some Film (2019)/Some.Film.2019.1080p.WEB-GRP.mp4',
    'movies/Other Film (2020)/Other.Film.2020.mkv',
    'tv/Some Show (2020)/Season 1/Some Show S01E01.mkv',
    'tv/Some Show (2020)/Season 1/Some Show S01E02.mkv',
    'tv/Some Show (2020)/Season 2/Some Show S02E01.mkv',
    'tv/Tall Show/Season 1/Tall Show S01E01.mkv',
    'tv/Thin Show/Season 1/Thin Show S01E01.mkv',
    'tv/Thin Show/Season 1/Thin Show S01E02.mkv',
    'music/Some Band/Some Album (1999)/01 - First.flac',
  );
  const at = (name: string) => [{ diskPath: `${media.path}/${name}` }];
  standIn = await startStandIn({
    sections: [
      { type: 'movie', title: 'Movies', locations: at('movies') },
      { type: 'show', title: 'TV Shows', locations: at('tv') },
      { type: 'artist', title: 'Music', locations: at('music') },
      { type: 'movie', title: 'New movies', locations: at('new') },
    ],
    scanAtStart: true,
    delays: { matchMs: Number.POSITIVE_INFINITY },
  });
  await media.add('new/New.Film.2024.mkv');
  await ask(standIn, '/library/sections/4/refresh');
  await vi.waitUntil(() => standIn.items().some((item) => !item.isMatched), { interval: 5 });
  const guest = standIn.plexTv.addAccount({ username: 'guest' });
  const body = {
    machineIdentifier: standIn.machineIdentifier,
    librarySectionIds: [],
    invitedId: guest.account.id,
  };
  const made = await ask(standIn, '/api/v2/shared_servers', { method: 'POST', body: JSON.stringify(body) });
  await ask(standIn, `/api/v2/shared_servers/${made.json().id}/accept`, {
    method: 'POST',
    token: guest.token,
  });
  await ask(standIn, '/api/v2/home/users/restricted?friendlyName=kid', { method: 'POST' });
});

afterAll(async () => {
  await standIn.close();
  await media[Symbol.asyncDispose]();
});

const used = new Set<KnownDifference>();

function isKnown(name: string, difference: string): boolean {
  const entry = knownDifferences.find(
    (known) => (known.case === undefined || known.case === name) && known.pattern.test(difference),
  );
  if (entry) used.add(entry);
  return entry !== undefined;
}

describe('the stand-in answers with the keys and types that real servers were recorded with', () => {
  it.each([...cases, ...xmlCases])('$name', async (one: Case) => {
    const found = await compare(standIn, one);
    expect(found.filter((difference) => !isKnown(one.name, difference))).toEqual([]);
  });

  it('and every known difference is a real one', () => {
    expect(knownDifferences.filter((entry) => !used.has(entry)).map((entry) => entry.why)).toEqual([]);
  });

  it('says 401 in the recorded words', async () => {
    const asked = await ask(standIn, '/library/sections', { token: null });
    expect(asked.status).toBe(401);
    expect(asked.headers.get('content-type')).toBe('text/html');
    expect(asked.text).toBe(recordedText('errors-quoted/pms.401.library-sections.html'));
  });

  it.each([
    ['plextv.401.json', '/api/v2/user', { token: 'wrong' }],
    ['plextv.404.unknown-route.json', '/api/v2/nothing', {}],
    [
      'plextv.400.no-client-identifier.json',
      '/api/v2/pins',
      { method: 'POST', headers: { 'X-Plex-Client-Identifier': '' } },
    ],
  ])('says %s in the recorded words', async (name, address, asking) => {
    const asked = await ask(standIn, address, asking);
    expect(asked.json()).toEqual(recorded(`errors-quoted/${name}`));
    expect(name).toContain(String(asked.status));
  });
});

describe('the comparison itself', () => {
  it('sees a key too many, a key too few and another type', () => {
    const theirs = shapeOf({ a: 1, b: [{ c: 'x' }] });
    expect(differences(shapeOf({ a: 1, b: [{ c: 'y' }] }), theirs)).toEqual([]);
    expect(differences(shapeOf({ a: '1', b: [{ c: 'y', d: 1 }] }), theirs)).toEqual([
      'type $.a is string',
      'extra $.b.d',
    ]);
    expect(differences(shapeOf({ b: [{ c: 'y' }, {}] }), theirs)).toEqual(['missing $.a', 'missing $.b.c']);
  });
});
