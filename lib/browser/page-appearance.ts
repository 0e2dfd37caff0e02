import { onAppearance, readAppearance } from './appearance.ts';
import { speakLanguage } from './language.ts';
import { showTheme } from './theme.ts';

/** Draws a page of ours in the theme and language that are set, and again when its language was changed. */
export async function drawInAppearance(draw: () => void): Promise<void> {
  const { theme, language } = await readAppearance();
  showTheme(theme);
  await speakLanguage(language);
  draw();
  onAppearance((now, before) => {
    showTheme(now.theme);
    if (now.language !== before.language) void speakLanguage(now.language).then(draw);
  });
}
