import { i18n } from '#i18n';
import type { BadgeWords } from '../../lib/content/badge-face.ts';

/** The badge's texts from the locale files; a missing one is a type error. */
export const badgeWords: BadgeWords = {
  open: i18n.t('badge.open'),
  openShort: i18n.t('badge.openShort'),
  partly: (found, expected) => i18n.t('badge.partly', [found, expected]),
  partlyShort: (found, expected) => i18n.t('badge.partlyShort', [found, expected]),
  partlyHint: (missing) => i18n.t('badge.partlyHint', [missing]),
  absent: i18n.t('badge.absent'),
  waiting: i18n.t('badge.waiting'),
  attention: i18n.t('badge.attention'),
  attentionHint: i18n.t('badge.attentionHint'),
  stage: (stage) => i18n.t(`badge.stage.${stage}`),
  problem: (code) => i18n.t(`badge.problem.${code}`),
  named: (label, name) => i18n.t('badge.named', [label, name]),
};
