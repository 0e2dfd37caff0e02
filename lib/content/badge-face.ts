import type { BadgeView } from '../domain/badge.ts';
import type { ErrorCode } from '../domain/errors.ts';

type Stage = Extract<BadgeView, { state: 'working' }>['stage'];

/** The texts of a badge in the person's language. */
export interface BadgeWords {
  readonly open: string;
  readonly openShort: string;
  readonly partly: (found: number, expected: number) => string;
  readonly partlyShort: (found: number, expected: number) => string;
  readonly partlyHint: (missing: number) => string;
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
  readonly tone: 'done' | 'part' | 'busy' | 'wait' | 'alert' | 'none';
  readonly label: string;
  /** For a narrow cell; empty leaves the icon alone. */
  readonly short: string;
  /** More about it, for a tooltip; empty when the label says it all. */
  readonly hint: string;
  readonly href: string | null;
}

/** `null`: nothing is shown. */
export function faceOf(view: BadgeView, words: BadgeWords): BadgeFace | null {
  const note = { short: '', hint: '', href: null };
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
    case 'available':
      return availableFace(view, words);
  }
}

function availableFace(
  { href, found, expected }: Extract<BadgeView, { state: 'available' }>,
  words: BadgeWords,
): BadgeFace | null {
  // the background builds only such links; a link of another kind could run script in the page
  if (!/^https?:\/\//.test(href)) return null;
  if (found >= expected) {
    return { tone: 'done', label: words.open, short: words.openShort, hint: '', href };
  }
  return {
    tone: 'part',
    label: words.partly(found, expected),
    short: words.partlyShort(found, expected),
    hint: words.partlyHint(expected - found),
    href,
  };
}
