/** What `#i18n` is in the extension, over the gallery's own messages. */
export { i18n } from '../../../lib/browser/i18n.ts';
