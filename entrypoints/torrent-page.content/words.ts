import { i18n } from '#i18n';
import { speak } from '../../lib/browser/i18n.ts';
import type { BadgeWords } from '../../lib/content/badge-face.ts';
import type { PageUpdate } from '../../lib/messages/contract.ts';

type Underscored<Code extends string> = Code extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Code;

/** Browsers allow no hyphen in the name of a message. */
const keyOf = <Code extends string>(code: Code): Underscored<Code> =>
  code.replaceAll('-', '_') as Underscored<Code>;

/** The badge's texts from the locale files; a missing one is a type error. Read anew each time: the language may change. */
export const badgeWords: BadgeWords = {
  get direction() {
    return i18n.t('direction') === 'rtl' ? 'rtl' : 'ltr';
  },
  get open() {
    return i18n.t('badge.open');
  },
  get openShort() {
    return i18n.t('badge.openShort');
  },
  partly: (found, expected) => i18n.t('badge.partly', [found, expected]),
  partlyShort: (found, expected) => i18n.t('badge.partlyShort', [found, expected]),
  partlyHint: (missing) => i18n.t('badge.partlyHint', [missing]),
  inLibrary: (label, library) => i18n.t('badge.inLibrary', [label, library]),
  evidence: (evidence) => i18n.t(`badge.evidence.${keyOf(evidence)}`),
  known: (evidence) => i18n.t('badge.known', [evidence]),
  get notCompared() {
    return i18n.t('badge.notCompared');
  },
  choose: (count) => i18n.t('badge.choose', [count]),
  get chooseShort() {
    return i18n.t('badge.chooseShort');
  },
  get chooseHint() {
    return i18n.t('badge.chooseHint');
  },
  get absent() {
    return i18n.t('badge.absent');
  },
  get waiting() {
    return i18n.t('badge.waiting');
  },
  get attention() {
    return i18n.t('badge.attention');
  },
  get attentionHint() {
    return i18n.t('badge.attentionHint');
  },
  stage: (stage) => i18n.t(`badge.stage.${stage}`),
  problem: (code) => i18n.t(`badge.problem.${code}`),
  named: (label, name) => i18n.t('badge.named', [label, name]),
  get more() {
    return i18n.t('badge.more');
  },
  get loading() {
    return i18n.t('badge.menu.loading');
  },
  get nothing() {
    return i18n.t('badge.menu.nothing');
  },
  get chooseItem() {
    return i18n.t('badge.menu.choose');
  },
  type: (type) => i18n.t(`badge.menu.type.${type}`),
  note: (note) => i18n.t(`badge.menu.note.${keyOf(note)}`),
};

/** Takes the texts of a language that is not the browser's; `false` for any other message. */
export function hearsWords(message: unknown): boolean {
  const update = message as PageUpdate; // our own background said it
  if (update.type !== 'words') return false;
  speak(update.words);
  return true;
}
