import type { Page, Protocol } from 'puppeteer-core';
import type { PageHands } from './pages/page-hands.ts';

/** A row of a torrent page as a person sees it, with the badge in it. */
export interface SeenRow {
  /** The name that the row shows. */
  readonly name: string;
  /** `null`: the row has none. */
  readonly badge: {
    readonly href: string | null;
    /** What assistive technology says. */
    readonly label: string;
    /** Id for the debugger, to click it. */
    readonly backendNodeId: number;
  } | null;
}

type DomNode = Protocol.DOM.Node;
const badgeTag = 'marquee-badge';

const attribute = (node: DomNode, name: string): string | null => {
  const at = (node.attributes ?? []).findIndex((value, index) => index % 2 === 0 && value === name);
  return at === -1 ? null : (node.attributes?.[at + 1] ?? null);
};

const textOf = (node: DomNode): string =>
  node.nodeType === 3 ? node.nodeValue : (node.children ?? []).map(textOf).join('');

function* below(node: DomNode): Generator<DomNode> {
  yield node;
  for (const child of node.children ?? []) yield* below(child);
}

function badgeOf(row: DomNode): SeenRow['badge'] {
  const hosts = [...below(row)].filter((node) => node.localName === badgeTag);
  if (hosts.length > 1) throw new Error(`a row has ${hosts.length} badges`);
  const inner = hosts[0]?.shadowRoots?.[0]?.children?.find(({ localName }) =>
    /^(?:a|button|span)$/.test(localName),
  );
  if (!inner) return null;
  const { backendNodeId } = inner;
  return { href: attribute(inner, 'href'), label: attribute(inner, 'aria-label') ?? '', backendNodeId };
}

/**
 * All rows that are in the page now, in order, with their badges, seen by its debugger. Tree and queries are several
 * questions: when the page has drawn a row anew in between, they don't fit, and are asked again.
 */
export async function readRows(page: Page, hands: Pick<PageHands, 'row' | 'name'>): Promise<SeenRow[]> {
  for (let attempt = 0; ; attempt++) {
    const rows = await readOnce(page, hands);
    if (attempt === 5 || rows.every(({ name, badge }) => badge === null || name !== '')) return rows;
  }
}

async function readOnce(page: Page, hands: Pick<PageHands, 'row' | 'name'>): Promise<SeenRow[]> {
  const session = await page.createCDPSession();
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const query = async (selector: string): Promise<ReadonlySet<number>> => {
      const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
      return new Set(nodeIds);
    };
    const [rows, names] = [await query(hands.row), await query(`${hands.row} ${hands.name}`)];
    return [...below(root)]
      .filter(({ nodeId }) => rows.has(nodeId))
      .map((row) => {
        const name = [...below(row)].find(({ nodeId }) => names.has(nodeId));
        return { name: name ? textOf(name).trim() : '', badge: badgeOf(row) };
      });
  } finally {
    await session.detach();
  }
}

/** Names of the rows that can be seen: in the window, and in the list's own box by at least half. */
export const visibleNames = (
  page: Page,
  hands: Pick<PageHands, 'row' | 'name' | 'scroller'>,
): Promise<string[]> =>
  page.evaluate(
    ({ row, name, scroller }) => {
      const box = document.querySelector(scroller)?.getBoundingClientRect();
      const top = Math.max(0, box?.top ?? 0);
      const bottom = Math.min(window.innerHeight, box?.bottom ?? window.innerHeight);
      return [...document.querySelectorAll(row)]
        .filter((element) => {
          const at = element.getBoundingClientRect();
          const middle = (at.top + at.bottom) / 2;
          return at.height > 0 && middle > top && middle < bottom;
        })
        .map((element) => element.querySelector(name)?.textContent?.trim() ?? '');
    },
    { row: hands.row, name: hands.name, scroller: hands.scroller },
  );
