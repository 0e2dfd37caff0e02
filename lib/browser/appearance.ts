import { browser } from 'wxt/browser';
import { type Language, languages, type Theme, themes } from '../domain/settings.ts';
import { storedEarly } from './early-read.ts';
import { settingsKey } from './settings-key.ts';

export interface Appearance {
  readonly theme: Theme;
  readonly language: Language;
}

const oneOf = <T extends string>(all: readonly T[], value: unknown, otherwise: T): T =>
  all.find((one) => one === value) ?? otherwise;

/** Two fields of whatever is stored as settings. Pages draw with them at once, so nothing is parsed or asked for this. */
function appearanceIn(stored: unknown): Appearance {
  const { theme, language } = (stored ?? {}) as { readonly theme?: unknown; readonly language?: unknown };
  return { theme: oneOf(themes, theme, 'auto'), language: oneOf(languages, language, 'browser') };
}

/** How our pages look and speak. A storage that fails is told elsewhere; a page has to look like something. */
export async function readAppearance(): Promise<Appearance> {
  const stored: Record<string, unknown> = await browser.storage.local.get(settingsKey).catch(() => ({}));
  return appearanceIn(stored[settingsKey]);
}

/** The same as it was when this page began to load, if somebody asked then. */
export async function earlyAppearance(): Promise<Appearance> {
  const early = await storedEarly();
  return early ? appearanceIn(early[settingsKey]) : readAppearance();
}

/** Tells of every change of it. */
export function onAppearance(changed: (now: Appearance, before: Appearance) => void): void {
  browser.storage.local.onChanged.addListener(
    (changes: Record<string, { newValue?: unknown; oldValue?: unknown }>) => {
      const change = changes[settingsKey];
      if (!change) return;
      const [now, before] = [appearanceIn(change.newValue), appearanceIn(change.oldValue)];
      if (now.theme !== before.theme || now.language !== before.language) changed(now, before);
    },
  );
}
