import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Contents, writeMedia } from '../rig/media-file.ts';
import { makeTorrent, type TorrentOptions } from '../rig/torrent-file.ts';
import type { SceneTorrent } from './contract.ts';

/** A torrent to be put into a real client, with its data already there. */
export interface TorrentPlan {
  readonly name: string;
  readonly files: Contents;
  readonly kind?: TorrentOptions['kind'];
  readonly category?: string;
  readonly tags?: readonly string[];
  /** Files that are not there and not wanted. */
  readonly unwanted?: Readonly<Record<string, number>>;
}

/** One of each kind that behaves in its own way in every client: a file, folders, a folder with one file, a part. */
export const usualPlans = {
  film: { name: 'Inception.2010.1080p.BluRay.x264-GRP.mkv', files: 40_000 },
  season: {
    name: 'Severance.S02.1080p.WEB.h264-GRP',
    files: { 'Severance.S02E01.mkv': 30_000, 'Severance.S02E02.mkv': 30_000, 'Subs/en.srt': 900 },
  },
  folderOfOne: { name: 'Dune.2021.1080p.WEB-DL', files: { 'Dune.2021.mkv': 20_000 } },
  part: {
    name: 'Fargo.S01.720p.WEB-DL',
    files: { 'Fargo.S01E01.mkv': 32_768 },
    unwanted: { 'Fargo.S01E02.mkv': 32_768 },
  },
} as const satisfies Record<string, TorrentPlan>;

export const v2Plan: TorrentPlan = { name: 'V2.Only.Movie.2024.1080p.mkv', files: 15_000, kind: 'v2' };
export const hybridPlan: TorrentPlan = { name: 'Hybrid.Movie.2024.1080p.mkv', files: 15_000, kind: 'hybrid' };

export interface PreparedTorrent {
  readonly torrent: Buffer;
  readonly infoHash: string;
  /** Places in the torrent of the files that are not wanted. */
  readonly skip: readonly number[];
  /** `place`: the name on disk, where it is not the torrent's. */
  filesAt(place: string): SceneTorrent['files'];
}

/** Writes the data of a plan below the folder and makes its torrent. */
export function prepareTorrent(folder: string, plan: TorrentPlan): PreparedTorrent {
  const { name, files, unwanted = {}, kind = 'v1' } = plan;
  const contents = typeof files === 'number' ? files : { ...files, ...unwanted };
  const path = writeMedia(folder, name, contents);
  const { torrent, infoHash } = makeTorrent(path, { kind });
  for (const file of Object.keys(unwanted)) rmSync(join(path, file));
  const all = Object.entries(typeof contents === 'number' ? { '': contents } : contents).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return {
    torrent,
    infoHash,
    skip: all.flatMap(([file], at) => (file in unwanted ? [at] : [])),
    filesAt: (place) =>
      all.map(([file, sizeBytes]) => ({
        path: file === '' ? place : `${place}/${file}`,
        sizeBytes,
        wanted: !(file in unwanted),
      })),
  };
}
