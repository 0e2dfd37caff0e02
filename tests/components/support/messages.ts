import { join } from 'node:path';
import { generateChromeMessages, parseMessagesFile } from '@wxt-dev/i18n/build';
import { beforeEach } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

/** The messages as the browser would find them, under the names it knows them by (`error_TIMED_OUT`). */
export const messages = generateChromeMessages(
  await parseMessagesFile(join(import.meta.dirname, '../../../lib/locales/en.yml')),
);

/** Makes `i18n.t` answer from `en.yml`, as `browser.i18n` does in a browser; a message that is missing throws. */
export function useRealMessages(): void {
  beforeEach(() => {
    fakeBrowser.i18n.getMessage = (
      name: string,
      substitutions: string | (string | number)[] = [],
    ): string => {
      const text = messages[name]?.message;
      if (text === undefined) throw new Error(`No message is called "${name}".`);
      const filled = typeof substitutions === 'string' ? [substitutions] : substitutions;
      return text.replace(/\$(\d)/g, (_, at: string) => String(filled[Number(at) - 1] ?? ''));
    };
  });
}
