import { oneToTwo } from './1-to-2.ts';
import type { Migration } from './migration.ts';

/** In order: the first brings version 1 to version 2. A step that was released is never changed again. */
export const migrations: readonly Migration[] = [oneToTwo];

/** The version that is written now. */
export const currentSchema = migrations.length + 1;
