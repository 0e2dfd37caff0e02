import type { PageReader } from '../ports/web-ui.ts';

/** Every page whose rows only its own scripts can tell apart. Adding one is one file and one line here. */
export const pageReaders: readonly PageReader[] = [];
