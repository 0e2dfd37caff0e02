import { createI18n } from '@wxt-dev/i18n';

/** What `#i18n` is in the extension, over the gallery's own messages. */
export const i18n = createI18n();
