import { readFileSync, statSync } from 'node:fs';
import { parseMessagesFile } from '@wxt-dev/i18n/build';
import { describe, expect, it } from 'vitest';

const listing = readFileSync('docs/store/listing.md', 'utf8');
const section = (heading: RegExp): string =>
  new RegExp(`^## ${heading.source}[^\n]*\n\n([\\s\\S]*?)(?=\n## |$(?![\\s\\S]))`, 'm')
    .exec(listing)?.[1]
    ?.trim() ?? '';

const messages = async (language: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await parseMessagesFile(`lib/locales/${language}.yml`)).flatMap((message) =>
      'message' in message ? [[message.key.join('.'), message.message]] : [],
    ),
  );

/** Width and height as they stand in the header of a PNG. */
function sizeOf(file: string): string {
  const bytes = readFileSync(file);
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

const shots = ['1-torrent-page', '2-popup', '3-paths', '4-people', '5-diagnostics'];
const pictures = [
  ...shots.map((name) => [`docs/store/${name}.png`, '1280x800'] as const),
  ['docs/store/promo-440x280.png', '440x280'] as const,
  ['docs/store/icon-128.png', '128x128'] as const,
];

describe('what the stores are given', () => {
  it.each(['en', 'de', 'fr', 'es'])(
    'is described in %s within what the Chrome Web Store takes',
    async (language) => {
      const { extName = '', extDescription = '' } = await messages(language);
      expect(extName).toBe('Marquee');
      expect(extDescription.length).toBeGreaterThan(40);
      expect(extDescription.length).toBeLessThanOrEqual(132);
    },
  );

  it('says in the listing what the package says', async () => {
    expect(section(/Summary/)).toBe((await messages('en')).extDescription);
  });

  it('names each permission of the manifest with its reason', () => {
    const config = readFileSync('wxt.config.ts', 'utf8');
    const asked = [...config.matchAll(/^ {6}'(\w+)', \/\//gm)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(3);
    for (const name of asked) expect(listing).toContain(`| \`${name}\` |`);
  });

  it.each(pictures)('has %s at %s', (file, size) => expect(sizeOf(file)).toBe(size));

  it('weighs less than 1.5 MB in pictures', () => {
    const total = pictures.reduce((sum, [file]) => sum + statSync(file).size, 0);
    expect(total).toBeLessThan(1_500_000);
  });
});
