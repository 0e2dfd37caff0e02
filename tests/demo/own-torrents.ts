import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { type StandIn, startStandIn } from '../stand-in/index.ts';

interface OwnTorrent {
  readonly savePath: string;
  readonly files: readonly string[];
}

/** Finished torrents that are looked at: enough for some to be in view. */
const most = 40;

/**
 * Somebody's finished torrents, asked in their own torrent page with the session that it has. Names only: nothing is
 * downloaded or changed.
 */
function readTorrents(page: Page): Promise<OwnTorrent[]> {
  return page.evaluate(async (limit) => {
    const ask = async (path: string) => (await fetch(path)).json();
    const torrents: { hash: string; save_path: string }[] = await ask(
      `api/v2/torrents/info?filter=completed&sort=completion_on&reverse=true&limit=${limit}`,
    );
    return Promise.all(
      torrents.map(async ({ hash, save_path: savePath }) => {
        const files: { name: string }[] = await ask(`api/v2/torrents/files?hash=${hash}`);
        return { savePath, files: files.map((file) => file.name) };
      }),
    );
  }, most);
}

/** A stand-in for Plex that has these finished torrents: empty files of the same names, in libraries of the same paths. */
export async function standInFor(page: Page): Promise<StandIn> {
  const media = mkdtempSync(join(tmpdir(), 'marquee-own-'));
  const folders = Map.groupBy(await readTorrents(page), (torrent) => torrent.savePath.replace(/\/+$/, ''));
  const sections = [...folders].map(([plexPath, torrents], at) => {
    const diskPath = join(media, String(at));
    for (const file of torrents.flatMap((torrent) => torrent.files)) {
      mkdirSync(join(diskPath, dirname(file)), { recursive: true });
      writeFileSync(join(diskPath, file), '');
    }
    const episodic = torrents.some((torrent) => torrent.files.some((file) => /s\d\de\d\d/i.test(file)));
    const type = episodic ? ('show' as const) : ('movie' as const);
    return { type, title: basename(plexPath) || plexPath, locations: [{ plexPath, diskPath }] };
  });
  return startStandIn({ name: 'Stand-in', sections, scanAtStart: true });
}
