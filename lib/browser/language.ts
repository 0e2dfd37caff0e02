import { browser } from 'wxt/browser';
import type { Language } from '../domain/settings.ts';
import { onAppearance, readAppearance } from './appearance.ts';
import { type Catalogue, speak } from './i18n.ts';

/** The messages of a language, from our own files; `{}` for the browser's, and where they can't be read. */
async function catalogueOf(language: Language): Promise<Catalogue> {
  if (language === 'browser') return {};
  try {
    const response = await fetch(browser.runtime.getURL(`/_locales/${language}/messages.json` as '/'));
    const messages = (await response.json()) as Readonly<Record<string, { readonly message: string }>>;
    return Object.fromEntries(Object.entries(messages).map(([name, { message }]) => [name, message]));
  } catch {
    return {}; // an update replaces our files under a page that is open: better in the browser's language than not at all
  }
}

/** From when it resolves, texts are in this language. Never rejects. */
export async function speakLanguage(language: Language): Promise<Catalogue> {
  const catalogue = await catalogueOf(language);
  speak(catalogue);
  return catalogue;
}

export interface SpokenLanguage {
  /** Resolves when texts are in the language that is set. */
  readonly ready: () => Promise<void>;
  /** The texts of badges in it; `null` for the browser's own, which pages have themselves. */
  readonly badgeWords: () => Promise<Catalogue | null>;
}

/** Keeps the background's texts in the language that is set. Call in the first turn. */
export function followLanguage(changed: () => void): SpokenLanguage {
  let spoken = readAppearance().then(({ language }) => speakLanguage(language));
  onAppearance((now, before) => {
    if (now.language === before.language) return;
    spoken = speakLanguage(now.language);
    void spoken.then(changed);
  });
  return {
    ready: async () => void (await spoken),
    badgeWords: async () => {
      const words = Object.entries(await spoken).filter(([name]) =>
        /^(?:badge_|language$|direction$)/.test(name),
      );
      return words.length > 0 ? Object.fromEntries(words) : null;
    },
  };
}
