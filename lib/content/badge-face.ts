import type { BadgeView } from '../domain/badge.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { displayName } from '../domain/text.ts';
import type { MenuWords } from './details-view.ts';
import { isWebLink } from './web-link.ts';

type Stage = Extract<BadgeView, { state: 'working' }>['stage'];

/** The texts of a badge and its menu in the person's language. */
export interface BadgeWords extends MenuWords {
  readonly direction: 'ltr' | 'rtl';
  readonly open: string;
  readonly openShort: string;
  readonly partlyShort: (found: number, expected: number) => string;
  readonly partlyHint: (missing: number) => string;
  /** A label with the library that it opens in, where another one has the same. */
  readonly inLibrary: (label: string, library: string) => string;
  readonly choose: (count: number) => string;
  readonly chooseShort: string;
  readonly chooseHint: string;
  /** What the control beside a link opens. */
  readonly more: string;
  readonly absent: string;
  readonly waiting: string;
  readonly attention: string;
  readonly attentionHint: string;
  readonly stage: (stage: Stage) => string;
  /** One sentence per code. */
  readonly problem: (code: ErrorCode) => string;
  /** A label with the name of the torrent it belongs to. */
  readonly named: (label: string, name: string) => string;
}

/** How a badge looks and sounds. Tones differ in shape, not only in colour. */
export interface BadgeFace {
  readonly tone: 'done' | 'part' | 'choose' | 'busy' | 'wait' | 'alert' | 'none';
  readonly label: string;
  /** For a narrow cell; empty leaves the icon alone. */
  readonly short: string;
  /** More about it, for a tooltip; empty when the label says it all. */
  readonly hint: string;
  readonly href: string | null;
  /** Has a menu with more: opened by a control of its own beside a link, else by the badge itself. */
  readonly hasMenu: boolean;
}

/** `null`: nothing is shown. */
export function faceOf(view: BadgeView, words: BadgeWords): BadgeFace | null {
  const note = { short: '', hint: '', href: null, hasMenu: false };
  switch (view.state) {
    case 'unknown':
      return null;
    case 'absent':
      return { ...note, tone: 'none', label: words.absent };
    case 'working':
      return { ...note, tone: 'busy', label: words.stage(view.stage) };
    case 'waiting':
      return { ...note, tone: 'wait', label: words.waiting, hint: words.problem(view.code) };
    case 'attention': {
      const hint = `${words.problem(view.code)} ${words.attentionHint}`;
      return { ...note, tone: 'alert', label: words.attention, hint };
    }
    case 'choose': {
      const { chooseShort: short, chooseHint: hint } = words;
      return { tone: 'choose', label: words.choose(view.count), short, hint, href: null, hasMenu: true };
    }
    case 'available':
      return availableFace(view, words);
  }
}

type Available = Extract<BadgeView, { state: 'available' }>;

function availableFace(view: Available, words: BadgeWords): BadgeFace | null {
  const { href, found, expected } = view;
  if (!isWebLink(href)) return null;
  const library = displayName(view.library ?? '');
  const isPart = found !== null && found < expected;
  const label = isPart ? words.partly(found, expected) : words.open;
  const short = isPart ? words.partlyShort(found, expected) : library || words.openShort;
  return {
    tone: isPart ? 'part' : 'done',
    label: library ? words.inLibrary(label, library) : label,
    short,
    hint: hintOf(view, words),
    href,
    hasMenu: isPart || expected > 1,
  };
}

/** How many files, and by what it is known; the strongest evidence is enough for a tooltip. */
function hintOf({ found, expected, evidence }: Available, words: BadgeWords): string {
  const [strongest] = evidence;
  const parts = [
    found !== null && found < expected && words.partlyHint(expected - found),
    found !== null && found >= expected && expected > 1 && `${words.partly(found, expected)}.`,
    strongest && words.known(words.evidence(strongest)),
    found === null && words.notCompared,
  ];
  return parts.filter(Boolean).join(' ');
}
