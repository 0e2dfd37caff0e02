import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/plex/', import.meta.url);

/** A recorded answer, as text. */
export const recordedText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
/** A recorded answer, parsed. */
export const recorded = (name: string): unknown => JSON.parse(recordedText(name));
