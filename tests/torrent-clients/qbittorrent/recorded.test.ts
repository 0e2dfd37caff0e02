import { describe } from 'vitest';
import { itIsATorrentClient, type Scene } from '../contract.ts';
import { recordedScene } from './recording.ts';

const accesses = ['browser-session', 'password'] as const;

describe.each(['4.5.2', '5.1.0', '5.3.0'])('qBittorrent %s as recorded', (version) => {
  itIsATorrentClient(async () => recordedScene(version), [...accesses, 'api-key']);
});

/**
 * Not recorded: the answers of 4.5.2 as 4.1.0 would write them, after its `serialize_torrent.cpp`. No
 * `content_path` and no hashes by version, "never" is -1 as an unsigned number, and a folder ends in a slash.
 */
function asOf41(value: unknown): unknown {
  if (value === 'v4.5.2') return 'v4.1.0';
  if (Array.isArray(value)) return value.map(asOf41);
  if (typeof value !== 'object' || value === null) return value;
  const { content_path, infohash_v1, infohash_v2, download_path, ...rest } = value as Record<string, unknown>;
  if ('completion_on' in rest && !Number(rest.completion_on)) rest.completion_on = 4_294_967_295;
  if (typeof rest.save_path === 'string') rest.save_path = `${rest.save_path}/`;
  return rest;
}

function sceneOf41(): Scene {
  const scene = recordedScene('4.5.2', asOf41);
  const complete = scene.facts.complete.map((torrent) => ({ ...torrent, content: '' }));
  return { ...scene, facts: { ...scene.facts, version: '4.1.0', complete } };
}

describe('qBittorrent 4.1.0 as its source says', () => {
  itIsATorrentClient(async () => sceneOf41(), accesses);
});
