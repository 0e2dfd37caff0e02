import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { downloadFilm, scansBelow } from '../rig/download-film.ts';
import { plexMedia, setUpParts, startWorld, type World } from '../rig/world.ts';

let world: World;
let extension: ChromeBrowser;

beforeAll(async () => {
  [world, extension] = await Promise.all([startWorld(), launchChrome()]);
});

afterAll(async () => {
  await extension?.close();
  await world?.stop();
});

it('with a stored password no torrent page is needed: the sign-in gets through CSRF protection, and a download is scanned', async () => {
  const { client } = world.swarm;
  await extension.grant(client.url);
  const wrong = await extension.ask('client.test', {
    client: { kind: 'qbittorrent', address: client.url, access: 'password', username: client.username },
    secret: 'wrong',
  });
  expect(wrong.steps.at(-1)).toMatchObject({ ok: false, code: 'CLIENT_PASSWORD_WRONG' });
  await setUpParts(extension, {
    plexUrl: world.plex.plexUrl,
    token: world.plex.token,
    clientUrl: client.url,
    mappings: [{ clientId: null, from: world.mediaDir, to: plexMedia }],
    username: client.username,
    password: client.password,
  });
  const name = 'Der müde Tod (1921)';
  await downloadFilm(world, name);
  await world.plex.waitForRequest(
    (request) => request.status !== null && request.path.endsWith('/refresh'),
    60_000,
  );
  expect(scansBelow(world, '/media/movies')).toEqual([`Films: /media/movies/${name}`]);
}, 150_000);
