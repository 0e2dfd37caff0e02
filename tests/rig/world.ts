import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PathMapping } from '../../lib/domain/media-path.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';
import type { StandInOptions } from '../stand-in/options.ts';
import type { ExtensionBrowser } from './browser.ts';
import { type Qbittorrent, startQbittorrent } from './qbittorrent.ts';
import { type Swarm, startSwarmFor } from './swarm.ts';
import type { TorrentDaemon } from './torrent-daemon.ts';

/** Real torrent clients, and a stand-in Plex whose libraries are the folders they save to, under another name. */
export interface World<Client extends TorrentDaemon = Qbittorrent> {
  readonly swarm: Swarm<Client>;
  readonly plex: StandIn;
  /** The media folder as the torrent client sees it; Plex calls it `/media`. */
  readonly mediaDir: string;
  /** Folders below the media folder that are libraries. */
  readonly libraries: readonly string[];
  stop(): Promise<void>;
}

/** What Plex calls the media folder: as with a container, not what the torrent client calls it. */
export const plexMedia = '/media';

/** How long its Plex takes, in milliseconds: long enough that every step can be seen. */
export const usualDelays = { scanMs: 400, appearMs: 200, matchMs: 500, contextMs: 100 } as const;

const libraries = ['movies', 'movies/4k', 'tv'] as const;

/** A world whose torrent client is a qBittorrent, unless another one is given. */
export function startWorld(options?: { readonly plex?: StandInOptions }): Promise<World>;
export function startWorld<Client extends TorrentDaemon>(options: {
  readonly plex?: StandInOptions;
  readonly client: () => Promise<Client>;
}): Promise<World<Client>>;
export async function startWorld({
  plex: plexOptions,
  client: startClient = startQbittorrent,
}: {
  readonly plex?: StandInOptions;
  readonly client?: () => Promise<TorrentDaemon>;
} = {}): Promise<World<TorrentDaemon>> {
  const mediaDir = mkdtempSync(join(tmpdir(), 'marquee-media-'));
  for (const library of libraries) mkdirSync(join(mediaDir, library), { recursive: true });
  const location = (name: string) => ({ plexPath: `${plexMedia}/${name}`, diskPath: join(mediaDir, name) });
  const [plex, swarm] = await Promise.all([
    startStandIn({
      name: 'Attic',
      sections: [
        { type: 'movie', title: 'Films', locations: [location('movies')] },
        { type: 'movie', title: 'Films 4K', locations: [location('movies/4k')] },
        { type: 'show', title: 'Series', locations: [location('tv')] },
      ],
      delays: usualDelays,
      ...plexOptions,
    }),
    startSwarmFor(startClient),
  ]);
  return {
    swarm,
    plex,
    mediaDir,
    libraries,
    async stop() {
      await Promise.all([plex.close(), swarm.stop()]);
      rmSync(mediaDir, { recursive: true, force: true });
    },
  };
}

/** What the extension is set up with. */
export interface Parts {
  readonly plexUrl: string;
  readonly token: string;
  readonly clientUrl: string;
  /** Id in `lib/torrent-clients`; qBittorrent unless told otherwise. */
  readonly kind?: string;
  readonly mappings: readonly PathMapping[];
  /** Without: the session of the browser. */
  readonly username?: string | null;
  readonly password?: string | null;
}

/** Sets the extension up as its options page does: Plex, the paths, the torrent client. */
export async function setUpParts(extension: ExtensionBrowser, parts: Parts): Promise<void> {
  const { plexUrl, token, clientUrl, kind = 'qbittorrent', mappings } = parts;
  const { username = null, password = null } = parts;
  await extension.grant(plexUrl);
  await extension.grant(clientUrl);
  const plex = await extension.ask('plex.save', { address: plexUrl, token, machineIdentifier: null });
  if (!plex.server) throw new Error(`Plex could not be set up: ${JSON.stringify(plex.steps)}`);
  await extension.ask('mappings.save', { mappings });
  const access = username === null && password === null ? 'browser-session' : 'password';
  const client = { kind, address: clientUrl, access, username } as const;
  const check = await extension.ask('client.save', { client, secret: password });
  if (!check.ok) throw new Error(`The torrent client could not be set up: ${JSON.stringify(check.steps)}`);
}

/**
 * The whole world, with the first of the client's ways to sign in unless told otherwise. For the session of the
 * browser, its page has to be open and signed in to.
 */
export function setUp(
  extension: ExtensionBrowser,
  { swarm, plex, mediaDir }: World<TorrentDaemon>,
  access = swarm.client.accesses[0],
): Promise<void> {
  const { url, kind, username, password } = swarm.client;
  return setUpParts(extension, {
    plexUrl: plex.plexUrl,
    token: plex.token,
    clientUrl: url,
    kind,
    mappings: [{ clientId: null, from: mediaDir, to: plexMedia }],
    ...(access === 'password' && { username, password }),
  });
}
