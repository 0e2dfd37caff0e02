import { oneAtATime } from '../domain/one-at-a-time.ts';
import { type Appearance, earlyAppearance, onAppearance, readAppearance } from './appearance.ts';
import { speakLanguage } from './language.ts';
import { showTheme } from './theme.ts';

/** Draws a page of ours in the theme and language that are set, and again when its language was changed. */
export async function drawInAppearance(draw: () => void): Promise<void> {
  const inTurn = oneAtATime();
  let spoken: Appearance['language'] | undefined;
  const show = ({ theme, language }: Appearance): Promise<void> =>
    inTurn(async () => {
      showTheme(theme);
      if (language === spoken) return;
      await speakLanguage(language);
      spoken = language;
      draw();
    });
  onAppearance((now) => void show(now));
  await show(await earlyAppearance());
  void readAppearance().then(show); // what was changed while the page was loading
}
