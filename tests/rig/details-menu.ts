import type { Page, Protocol } from 'puppeteer-core';

/** The menu of a badge as it is open in a torrent page, seen by the page's debugger. */
export interface SeenMenu {
  readonly text: string;
  /** Ids of its links for the debugger, to click them. */
  readonly links: readonly number[];
  /** In CSS pixels of the window. */
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
}

type DomNode = Protocol.DOM.Node;

function* below(node: DomNode): Generator<DomNode> {
  yield node;
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) yield* below(child);
}

/** `null`: none is open. */
export async function readMenu(page: Page): Promise<SeenMenu | null> {
  const session = await page.createCDPSession();
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const host = [...below(root)].find(({ localName }) => localName === 'marquee-menu');
    const panel = host?.shadowRoots?.[0]?.children?.[0];
    if (!panel) return null;
    const { backendNodeId } = panel;
    const { model } = await session.send('DOM.getBoxModel', { backendNodeId });
    const [left = 0, top = 0, , , right = 0, bottom = 0] = model.border;
    const inside = [...below(panel)];
    return {
      text: inside.map(({ nodeType, nodeValue }) => (nodeType === 3 ? nodeValue : '')).join(' '),
      links: inside.filter(({ localName }) => localName === 'a').map((link) => link.backendNodeId),
      box: { left, top, right, bottom },
    };
  } catch {
    return null; // it closed while it was looked at
  } finally {
    await session.detach();
  }
}
