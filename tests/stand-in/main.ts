import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type SectionConfig, startStandIn } from './index.ts';

const usage = `npm run stand-in -- [--port N] [--plex-tv-port N] [--media DIR] [--token TOKEN]

Starts the stand-in for Plex alone, for any Plex client. DIR's folders movies, tv and music become libraries (they are
made when missing); what is in them is scanned at the start. Default: ./media, any free ports.`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'plex-tv-port': { type: 'string', default: '0' },
    media: { type: 'string', default: 'media' },
    token: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
  process.exit(0);
}

const folders = [
  { name: 'movies', type: 'movie', title: 'Movies' },
  { name: 'tv', type: 'show', title: 'TV Shows' },
  { name: 'music', type: 'artist', title: 'Music' },
] as const;

const sections = folders.map(({ name, type, title }): SectionConfig => {
  const diskPath = join(resolve(values.media), name);
  mkdirSync(diskPath, { recursive: true });
  return { type, title, locations: [{ diskPath }] };
});

const standIn = await startStandIn({
  port: Number(values.port),
  plexTvPort: Number(values['plex-tv-port']),
  ...(values.token && { token: values.token }),
  sections,
  scanAtStart: true,
  // As slow as a small real library.
  delays: { scanMs: 1500, appearMs: 300, matchMs: 2500, contextMs: 1000 },
});

console.log(`Plex:     ${standIn.plexUrl}`);
console.log(`plex.tv:  ${standIn.plexTvUrl}`);
console.log(`Token:    ${standIn.token}`);
console.log(`Server:   ${standIn.machineIdentifier}`);
for (const section of standIn.sections) {
  console.log(`Library ${section.key}: ${section.title} in ${section.locations[0]?.plexPath}`);
}
console.log('Ctrl+C ends it.');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    standIn.close().then(() => process.exit(0));
  });
}
