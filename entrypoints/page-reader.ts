import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { answerRowQuestions } from '../lib/content/row-question.ts';
import { pageReaders } from '../lib/page-readers/index.ts';

/**
 * Runs in the page's own world, in pages that keep a row's torrent in script objects, when the content script asks for
 * it. Nothing here is secret, and nothing is kept.
 */
export default defineUnlistedScript(() => answerRowQuestions(document, pageReaders));
