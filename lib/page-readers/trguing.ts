import type { PageReader, RowTorrent } from '../ports/web-ui.ts';

/** What the page has of a torrent; it asks for these two whatever columns are shown. */
interface Torrent {
  readonly hashString?: unknown;
  readonly magnetLink?: unknown;
}

/** What is read of a React element: any of it may be missing or something else. */
interface ReactElement {
  readonly props?: { readonly children?: unknown; readonly row?: { readonly original?: Torrent } };
}

/** Where React keeps what an element was last drawn from; the rest of the name is made up anew in each page. */
const propsKey = /^__reactProps\$/;
/** Between the row's element and the component that is given the torrent. */
const deepest = 6;

/**
 * The row's last content names the torrent it was drawn for. (React's tree of components would too, but of that an
 * element knows either the current half or the one before.)
 */
export const trguing: PageReader<'trguing'> = {
  id: 'trguing',

  read(row): RowTorrent | undefined {
    const key = Object.keys(row).find((name) => propsKey.test(name));
    const props: unknown = key === undefined ? undefined : Reflect.get(row, key);
    const torrent = torrentIn({ props } as ReactElement, deepest);
    const hash = torrent?.hashString ?? hashOfMagnet(torrent?.magnetLink);
    return typeof hash === 'string' ? { hash } : undefined;
  },
};

function torrentIn(element: unknown, depth: number): Torrent | undefined {
  if (typeof element !== 'object' || element === null || depth === 0) return undefined;
  const { props } = element as ReactElement;
  if (props?.row?.original) return props.row.original;
  const children: readonly unknown[] = [props?.children].flat();
  for (const child of children) {
    const found = torrentIn(child, depth - 1);
    if (found) return found;
  }
  return undefined;
}

function hashOfMagnet(link: unknown): string | undefined {
  return typeof link === 'string' ? /\bxt=urn:btih:([0-9a-f]{40})\b/i.exec(link)?.[1] : undefined;
}
