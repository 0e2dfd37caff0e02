import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { readEarly } from '../lib/browser/early-read.ts';
import { showLastTheme } from '../lib/browser/theme.ts';

/**
 * In the head of our pages and before everything else: a page that is light and then turns dark hurts at night, and one
 * that asks for what it shows only when all its scripts are there comes later.
 */
export default defineUnlistedScript(() => {
  showLastTheme();
  readEarly();
});
