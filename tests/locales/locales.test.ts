import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseMessagesFile } from '@wxt-dev/i18n/build';
import { describe, expect, it } from 'vitest';
import { languages } from '../../lib/domain/settings.ts';

type Messages = ReadonlyMap<string, readonly string[]>;

const folder = 'lib/locales';
const codes = globSync('*.yml', { cwd: folder }).map((file) => basename(file, '.yml'));

/** Every message as its plural forms, most of them one; without what the library adds by itself. */
async function messagesOf(code: string): Promise<Messages> {
  const parsed = await parseMessagesFile(join(folder, `${code}.yml`));
  return new Map(
    parsed
      .filter(({ key }) => !key[0]?.startsWith('@@'))
      .map((one) => [
        one.key.join('.'),
        one.type === 'plural' ? Object.values(one.plurals) : [(one as { message: string }).message],
      ]),
  );
}

/** `{slots}` and `$1`, in the order of the alphabet, each once. */
const placeholders = (text: string): string =>
  [...new Set(text.match(/\{\w+\}|\$\d/g) ?? [])].sort().join(' ');

const english = await messagesOf('en');
const others = codes.filter((code) => code !== 'en');
const words = (text: string): number => text.split(/\s+/).length;

it('there is a file for each language that can be chosen, and no other', () => {
  expect(codes.sort()).toEqual(languages.filter((one) => one !== 'browser').sort());
});

describe.each(others)('the texts in %s', async (code) => {
  const own = await messagesOf(code);
  /** Each message of both, side by side; what is missing is told by the first test. */
  const pairs = [...english].flatMap(([key, en]) => {
    const forms = own.get(key);
    return forms ? [{ key, en, forms }] : [];
  });

  it('are all there', () => {
    expect([...english.keys()].filter((key) => !own.has(key))).toEqual([]);
  });

  it('are no more than there are in English', () => {
    expect([...own.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  it('have the same places to be filled in, in every plural form', () => {
    const wrong = pairs.filter(({ en, forms }) =>
      forms.some((form, at) => placeholders(form) !== placeholders(en[at] ?? en[0] ?? '')),
    );
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  it('have the same plural forms: one, and all others', () => {
    expect(pairs.filter(({ en, forms }) => en.length !== forms.length).map(({ key }) => key)).toEqual([]);
    const { pluralCategories } = new Intl.PluralRules(code).resolvedOptions();
    expect(pluralCategories.filter((one) => one !== 'many')).toEqual(['one', 'other']); // `many`: from a million
  });

  it('have been translated', () => {
    const same = pairs.filter(({ en, forms }) => words(en[0] ?? '') > 2 && forms.join() === en.join());
    const meant = /^(?:extName|badge\.(?:inLibrary|partly\w*|named)|viewInPlex\.choose|plex\.colour\.\w+)$/;
    expect(same.filter(({ key }) => !meant.test(key)).map(({ key }) => key)).toEqual([]);
  });

  it('are written with care: no double spaces, no dangling ends, straight quotes nowhere', () => {
    const sloppy = pairs.filter(({ forms }) => forms.some((form) => /\s\s|^\s|\s$|\w'\w|"/.test(form)));
    expect(sloppy.map(({ key }) => key)).toEqual([]);
  });

  it('say which language they are, run as it runs, and fit into a store', () => {
    expect(own.get('language')).toEqual([code]);
    expect(own.get('direction')).toEqual(['ltr']);
    expect(own.get('extDescription')?.[0]?.length).toBeLessThanOrEqual(132);
    expect(own.get('extName')).toEqual(english.get('extName'));
    expect(own.get('disclaimer')?.[0]).toMatch(/^Works with Plex\. /);
  });
});
