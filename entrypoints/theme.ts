import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { showLastTheme } from '../lib/browser/theme.ts';

/** In the head of our pages and before everything else: a page that is light and then turns dark hurts at night. */
export default defineUnlistedScript(showLastTheme);
