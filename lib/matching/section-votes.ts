/** Which library the torrents of a category go into, learned from those whose files were found there. */

export interface SectionVote {
  readonly clientId: string;
  readonly category: string | null;
  readonly savePath: string;
  readonly sectionKey: string;
}

/** Votes by category, or by save path where there is no category. Plain data. */
export type SectionVotes = ReadonlyMap<string, ReadonlyMap<string, number>>;

const fewestVotes = 3;
const leastShare = 0.9;

const keyOf = ({ clientId, category, savePath }: Omit<SectionVote, 'sectionKey'>): string =>
  JSON.stringify([clientId, category === '' ? null : category, category ? null : savePath]);

export function countSections(votes: Iterable<SectionVote>): SectionVotes {
  const counts = new Map<string, Map<string, number>>();
  for (const vote of votes) {
    const key = keyOf(vote);
    const own = counts.get(key) ?? new Map<string, number>();
    own.set(vote.sectionKey, (own.get(vote.sectionKey) ?? 0) + 1);
    counts.set(key, own);
  }
  return counts;
}

/** The library that at least three torrents like this went to, and nine of ten; `null` when that is not so. */
export function votedSection(torrent: Omit<SectionVote, 'sectionKey'>, votes: SectionVotes): string | null {
  const own = [...(votes.get(keyOf(torrent)) ?? [])].sort(([, a], [, b]) => b - a);
  const [best] = own;
  if (!best) return null;
  const total = own.reduce((sum, [, count]) => sum + count, 0);
  return best[1] >= fewestVotes && best[1] / total >= leastShare ? best[0] : null;
}
