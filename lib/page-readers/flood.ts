import type { PageReader, RowTorrent } from '../ports/web-ui.ts';

/** What is read of a React element: any of it may be missing or something else. */
interface ReactElement {
  readonly props?: { readonly hash?: unknown; readonly children?: unknown };
}

/** Where React keeps what an element was last drawn from; the rest of the name is made up anew in each page. */
const propsKey = /^__reactProps\$/;
/** Between the row's element and a cell in three lines. */
const deepest = 4;

/** Before 4.12: each cell in a row's last content was given the hash of its torrent. */
export const flood: PageReader<'flood'> = {
  id: 'flood',

  read(row): RowTorrent | undefined {
    const key = Object.keys(row).find((name) => propsKey.test(name));
    const hash = key && hashIn({ props: Reflect.get(row, key) }, deepest);
    return hash ? { hash } : undefined;
  },
};

function hashIn(element: unknown, depth: number): string | undefined {
  if (typeof element !== 'object' || element === null || depth === 0) return undefined;
  const { props } = element as ReactElement;
  if (typeof props?.hash === 'string') return props.hash;
  const children: readonly unknown[] = [props?.children].flat(2);
  for (const child of children) {
    const found = hashIn(child, depth - 1);
    if (found) return found;
  }
  return undefined;
}
