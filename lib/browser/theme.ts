import type { Theme } from '../domain/settings.ts';

/** Beside the settings: what is here can be read before the first frame is drawn, by `entrypoints/theme.ts`. */
const key = 'theme';

/** Draws the document light or dark from now on, and its first frame the next time. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // a browser that keeps no data for pages: then the first frame is as the system has it
    return;
  }
}

/** The theme of the last time, at once. */
export function showLastTheme(): void {
  try {
    document.documentElement.dataset.theme = localStorage.getItem(key) ?? 'auto';
  } catch {
    return; // as above
  }
}
