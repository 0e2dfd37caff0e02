import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { webUis } from '../lib/web-uis/index.ts';

/**
 * Notes, in our own world of the page, which kind of torrent client the page belongs to. Run when the popup is opened
 * over a page, which is when the browser lets it: reads the page once and changes nothing.
 */
export default defineUnlistedScript(() => {
  const kind = webUis.find((webUi) => webUi.matches(document))?.client ?? null;
  Object.assign(globalThis, { marqueePageKind: kind });
});
