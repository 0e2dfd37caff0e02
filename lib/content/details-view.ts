import type { Evidence } from '../domain/evidence.ts';
import type { PlexItemType } from '../domain/plex-item.ts';
import { displayName } from '../domain/text.ts';
import type { DetailFile, DetailItem, TorrentDetails } from '../domain/torrent-details.ts';
import { isWebLink } from './web-link.ts';

/** Why a file has no link. */
type FileNote = NonNullable<DetailFile['why']> | Exclude<DetailFile['state'], 'missing'>;

/** The texts of the menu in the person's language. */
export interface MenuWords {
  readonly loading: string;
  readonly nothing: string;
  readonly chooseItem: string;
  readonly type: (type: PlexItemType) => string;
  readonly evidence: (evidence: Evidence) => string;
  readonly known: (evidence: string) => string;
  readonly notCompared: string;
  readonly partly: (found: number, expected: number) => string;
  readonly note: (note: FileNote) => string;
}

/** Missing files first: they are why a person looks. */
const order: readonly DetailFile['state'][] = ['missing', 'not-known', 'in-plex'];

/**
 * What the menu says of a torrent. `undefined`: not told yet; `null`: nothing is known. Texts of Plex and of torrents
 * are nothing but texts here, and whatever is no web link is no link.
 */
export function viewDetails(
  document: Document,
  name: string,
  details: TorrentDetails | null | undefined,
  words: MenuWords,
): readonly HTMLElement[] {
  const title = make(document, 'h1', '', [makeName(document, name)]);
  if (details) return [title, ...viewKnown(document, details, words)];
  const status = make(document, 'p', '', [details === null ? words.nothing : words.loading]);
  status.setAttribute('role', 'status');
  return [title, status];
}

function viewKnown(document: Document, details: TorrentDetails, words: MenuWords): readonly HTMLElement[] {
  const { items, evidence, found, expected, files } = details;
  const known = evidence.map(words.evidence).join(', ');
  const links = items.filter(({ href }) => isWebLink(href)).map((item) => viewItem(document, item, words));
  const facts = [known && words.known(known), found === null ? words.notCompared : ''].filter(Boolean);
  const showsFiles = files.length > 1 || files.some(({ state }) => state !== 'in-plex');
  return [
    ...(links.length > 1 ? [make(document, 'h2', '', [words.chooseItem])] : []),
    ...(links.length > 0 ? [make(document, 'ul', 'items', links)] : []),
    ...facts.map((fact) => make(document, 'p', '', [fact])),
    ...(showsFiles && found !== null ? [make(document, 'h2', '', [words.partly(found, expected)])] : []),
    ...(showsFiles ? [make(document, 'ul', '', viewFiles(document, files, words))] : []),
  ];
}

function viewItem(document: Document, { href, type, title, library }: DetailItem, words: MenuWords): Element {
  const about = [words.type(type), displayName(library ?? '')].filter(Boolean).join(' · ');
  const what = [makeName(document, title), make(document, 'small', '', [about])];
  return make(document, 'li', '', [makeLink(document, href, what)]);
}

const viewFiles = (document: Document, files: readonly DetailFile[], words: MenuWords): Element[] =>
  order.flatMap((wanted) =>
    files.filter(({ state }) => state === wanted).map((file) => viewFile(document, file, words)),
  );

function viewFile(document: Document, { name, number, state, why, href }: DetailFile, words: MenuWords) {
  const named = makeName(document, name);
  const what = number ? [make(document, 'b', '', [displayName(number)]), named] : [named];
  const link = state === 'in-plex' && href !== null && isWebLink(href) && makeLink(document, href, what);
  const note = words.note(state === 'missing' ? (why ?? 'not-in-plex') : state);
  const row = link || make(document, 'span', '', [...what, make(document, 'small', '', [note])]);
  row.dataset.tone = state === 'in-plex' ? 'done' : 'none';
  return make(document, 'li', '', [row]);
}

function makeLink(document: Document, href: string, children: readonly Element[]): HTMLElement {
  const link = make(document, 'a', '', children);
  link.setAttribute('href', href);
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
  return link;
}

/** A name of any length and direction, set apart from the words around it; whole in its tooltip. */
function makeName(document: Document, text: string): HTMLElement {
  const shown = displayName(text);
  const name = make(document, 'bdi', '', [shown]);
  name.title = shown;
  return name;
}

function make(
  document: Document,
  tag: string,
  className: string,
  children: readonly (Element | string)[],
): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
