import {
  chooseSections,
  type LibrarySection,
  type MediaKind,
  type SectionChoice,
} from './library-section.ts';
import type { Torrent } from './torrent.ts';

/** A library of a server. */
export interface LibraryRef {
  readonly machineIdentifier: string;
  /** The server's id of the library. */
  readonly sectionKey: string;
}

/** What to do differently with some downloads. */
export interface Rule {
  /** `null`: of every torrent client. */
  readonly clientId: string | null;
  /** A category or label (tag) of the torrent client; `null`: every download. */
  readonly label: string | null;
  /** Such downloads never go to Plex; the rest of the rule counts for nothing. */
  readonly ignore: boolean;
  /** How long after its completion a download is left alone, in minutes. */
  readonly delayMinutes: number;
  /** Where several libraries hold the folder, this one is taken. */
  readonly library: LibraryRef | null;
}

/** One week: longer, and a download that waits is a download that was forgotten. */
export const longestDelayMinutes = 7 * 24 * 60;

/** Two spellings of one label: people type what they see, and rarely its capitals. */
const folded = (label: string): string => label.normalize('NFC').trim().toLowerCase();

type Ruled = Pick<Torrent, 'category' | 'tags'>;

function fits(rule: Rule, clientId: string, torrent: Ruled): boolean {
  if (rule.clientId !== null && rule.clientId !== clientId) return false;
  if (rule.label === null) return true;
  const label = folded(rule.label);
  return [torrent.category ?? '', ...torrent.tags].some((one) => folded(one) === label);
}

/** A label says more about a download than the client it came from. */
const narrowness = ({ clientId, label }: Rule): number =>
  (label === null ? 0 : 2) + (clientId === null ? 0 : 1);

/**
 * The one rule for a download, or `null`: the narrowest that fits (label and client, label, client, everything); of
 * two that are as narrow, the upper one. Rules are never mixed, so that each can be read by itself.
 */
export function ruleFor(rules: readonly Rule[], clientId: string, torrent: Ruled): Rule | null {
  let best: Rule | null = null;
  for (const rule of rules) {
    if (!fits(rule, clientId, torrent)) continue;
    if (!best || narrowness(rule) > narrowness(best)) best = rule;
  }
  return best;
}

/** When a download that completed then may be scanned at the earliest, in epoch milliseconds. */
export const notBeforeMs = (rule: Rule | null, completedAtMs: number): number =>
  completedAtMs + (rule?.delayMinutes ?? 0) * 60_000;

/**
 * `chooseSections`, with the library of a rule before all others. It is taken only where one of its folders holds the
 * path: Plex answers 200 to a path of another library and scans elsewhere.
 */
export function chooseSectionsByRule(
  path: string,
  sections: readonly LibrarySection[],
  kind: MediaKind | null,
  sectionKey: string | null,
): readonly SectionChoice[] {
  const preferred = sections.filter(({ key }) => key === sectionKey);
  const chosen = chooseSections(path, preferred, kind);
  return chosen.length > 0 ? chosen : chooseSections(path, sections, kind);
}

/** The servers with the one of the rule first: the first whose library holds a path is the one that is asked. */
export function serversByRule<Server extends { readonly machineIdentifier: string }>(
  servers: readonly Server[],
  library: LibraryRef | null,
): readonly Server[] {
  const isMeant = (server: Server): boolean => server.machineIdentifier === library?.machineIdentifier;
  return [...servers.filter(isMeant), ...servers.filter((server) => !isMeant(server))];
}
