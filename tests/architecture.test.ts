import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageReaders } from '../lib/page-readers/index.ts';
import { torrentClientById, torrentClients } from '../lib/torrent-clients/index.ts';
import { webUis } from '../lib/web-uis/index.ts';

/** Which rooms a room may import from, besides itself. `domain` knows nobody. */
const mayImport: Record<string, readonly string[]> = {
  'lib/domain': [],
  'lib/ports': ['lib/domain'],
  'lib/settings': ['lib/domain'],
  'lib/messages': ['lib/settings', 'lib/domain'],
  'lib/plex': ['lib/ports', 'lib/domain', 'lib/http'],
  'lib/plex-tv': ['lib/ports', 'lib/domain', 'lib/http'],
  'lib/torrent-clients': ['lib/ports', 'lib/domain', 'lib/http'],
  'lib/http': ['lib/domain'],
  'lib/web-uis': ['lib/ports', 'lib/domain'],
  'lib/page-readers': ['lib/ports', 'lib/domain'],
  'lib/matching': ['lib/domain'],
  'lib/people': ['lib/ports', 'lib/domain'],
  'lib/content': ['lib/messages', 'lib/ports', 'lib/domain'],
  'lib/background': ['lib/messages', 'lib/settings', 'lib/ports', 'lib/domain', 'lib/matching', 'lib/people'],
  'lib/browser': ['lib/messages', 'lib/settings', 'lib/ports', 'lib/domain'],
  components: ['lib/messages', 'lib/domain'],
  entrypoints: ['lib', 'components'],
};

/** Which rooms may use a package. */
const packages: Record<string, (file: string) => boolean> = {
  react: (file) => file.startsWith('components/') || /^entrypoints\/(popup|options|welcome)\//.test(file),
  'react-dom': (file) => /^entrypoints\/(popup|options|welcome)\//.test(file),
  ky: (file) => file.startsWith('lib/http/'),
  '@viren070/parse-torrent-title': (file) => file === 'lib/matching/release-parser.ts',
  zod: (file) => /\/(wire|schemas)\.ts$/.test(file) || /^lib\/(browser|http)\//.test(file),
  'wxt/browser': (file) => file.startsWith('lib/browser/') || file.startsWith('entrypoints/'),
  '#i18n': (file) => file.startsWith('components/') || file.startsWith('entrypoints/'),
};

const files = globSync('{lib,components,entrypoints}/**/*.{ts,tsx}').map((file) =>
  file.replaceAll('\\', '/'),
);
const roomOf = (file: string): string | undefined =>
  Object.keys(mayImport).find((room) => file.startsWith(`${room}/`));

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? '');
}

describe('the house', () => {
  it('has files to look at', () => expect(files.length).toBeGreaterThan(20));

  it.each(files)('%s imports only in the allowed direction', (file) => {
    const room = roomOf(file);
    expect(room, 'every file lives in a room').toBeDefined();
    const wrong: string[] = [];
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) {
        const target = normalize(join(dirname(file), name)).replaceAll('\\', '/');
        const allowed = [room, ...(mayImport[room ?? ''] ?? [])];
        if (!allowed.some((prefix) => target.startsWith(`${prefix}/`))) wrong.push(`${name} (${target})`);
      } else {
        const rule = Object.entries(packages).find(([key]) => name === key || name.startsWith(`${key}/`));
        if (rule && !rule[1](file)) wrong.push(name);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has every torrent client of the list as a folder, and every folder in the list', () => {
    const list = readFileSync('lib/torrent-clients/index.ts', 'utf8');
    const listed = [...list.matchAll(/from '\.\/([a-z0-9-]+)\/index\.ts'/g)].map((match) => match[1]);
    const present = globSync('lib/torrent-clients/*/index.ts').map((file) => file.split(/[\\/]/).at(-2));
    expect(listed.sort()).toEqual(present.sort());
    expect(listed.every((id) => existsSync(`lib/torrent-clients/${id}/wire.ts`))).toBe(true);
  });

  it.each(['lib/web-uis', 'lib/page-readers'])(
    'has everything that %s lists, and lists all it has',
    (room) => {
      const list = readFileSync(`${room}/index.ts`, 'utf8');
      const listed = [...list.matchAll(/from '\.\/([a-z0-9-]+)\.ts'/g)].map((match) => match[1]);
      const present = globSync(`${room}/*.ts`).map((file) => file.split(/[\\/]/).at(-1)?.replace('.ts', ''));
      expect(listed.sort()).toEqual(present.filter((id) => id !== 'index').sort());
    },
  );

  it('has a reader for each web UI that needs one, and a torrent client behind each web UI', () => {
    const withReader = webUis.filter(({ hasReader }) => hasReader).map(({ id }) => id);
    expect(pageReaders.map(({ id }) => id).sort()).toEqual(withReader.sort());
    for (const { client } of webUis) expect(torrentClientById(client), client).toBeDefined();
    for (const list of [webUis, torrentClients]) {
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    }
  });
});
