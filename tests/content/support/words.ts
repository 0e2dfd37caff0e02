import type { BadgeWords } from '../../../lib/content/badge-face.ts';

/** Texts that tell which of them they are. */
export const words: BadgeWords = {
  open: 'View in Plex',
  openShort: 'Plex',
  partly: (found, expected) => `${found} of ${expected} in Plex`,
  partlyShort: (found, expected) => `${found}/${expected}`,
  partlyHint: (missing) => `${missing} missing`,
  absent: 'Not in Plex',
  waiting: 'Waiting',
  attention: 'Needs a look',
  attentionHint: 'See the popup.',
  stage: (stage) => `stage ${stage}`,
  problem: (code) => `problem ${code}.`,
  named: (label, name) => `${label}: ${name}`,
};
