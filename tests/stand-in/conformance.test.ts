import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerOf, type Case, cases, xmlCases } from './conformance-cases.ts';
import { type StandIn, startStandIn } from './index.ts';
import { ask } from './support/ask.ts';
import { type MediaFolder, mediaFolder } from './support/media-folder.ts';
import { recorded, recordedText } from './support/recordings.ts';
import { differences, parseXml, shapeOf } from './support/shape.ts';

let media: MediaFolder;
let standIn: StandIn;

beforeAll(async () => {
  media = await mediaFolder(
    'movies/Some Film (2019)/Some.Film.2019.1080p.WEB-GRP.mp4',
    'movies/Other Film (2020)/Other.Film.2020.mkv',
    'tv/Some Show (2020)/Season 1/Some Show S01E01.mkv',
    'tv/Some Show (2020)/Season 1/Some Show S01E02.mkv',
    'music/Some Band/Some Album (1999)/01 - First.flac',
  );
  const at = (name: string) => [{ diskPath: `${media.path}/${name}` }];
  standIn = await startStandIn({
    sections: [
      { type: 'movie', title: 'Movies', locations: at('movies') },
      { type: 'show', title: 'TV Shows', locations: at('tv') },
      { type: 'artist', title: 'Music', locations: at('music') },
    ],
    scanAtStart: true,
    delays: { matchMs: Number.POSITIVE_INFINITY },
  });
  await media.add('movies/New.Film.2024.mkv');
  await ask(standIn, '/library/sections/1/refresh');
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

describe('x', () => {
  it.each(cases)('$name', async (one: Case) => {
    const ours = shapeOf(await answerOf(standIn, one, JSON.parse, 'application/json'));
    const theirs = shapeOf(...one.recordings.map((n) => (one.pick ?? ((x: unknown) => x))(recorded(n))));
    console.log(one.name, JSON.stringify(differences(ours, theirs), null, 1));
    expect(differences(ours, theirs)).toEqual([]);
  });
  it.each(xmlCases)('xml $name', async (one: Case) => {
    const ours = shapeOf(await answerOf(standIn, one, parseXml, 'text/xml'));
    const theirs = shapeOf(...one.recordings.map((n) => parseXml(recordedText(n))));
    console.log(one.name, JSON.stringify(differences(ours, theirs), null, 1));
    expect(differences(ours, theirs)).toEqual([]);
  });
});
