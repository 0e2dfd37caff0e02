import type { Page, Protocol } from 'puppeteer-core';

/** A badge as it stands in a torrent page, read through the closed shadow root as only the debugger can. */
export interface SeenBadge {
  /** Info hash of the row it is in. */
  readonly hash: string;
  readonly href: string | null;
  readonly text: string;
  /** What a mouse that rests on it is told. */
  readonly hint: string;
  /** Id for the debugger, to click it. */
  readonly backendNodeId: number;
  /** The same for what opens its menu: the badge itself, or the small button behind it. */
  readonly menuNodeId: number | null;
}

type DomNode = Protocol.DOM.Node;

const attribute = (node: DomNode, name: string): string | null => {
  const at = (node.attributes ?? []).findIndex((value, index) => index % 2 === 0 && value === name);
  return at === -1 ? null : (node.attributes?.[at + 1] ?? null);
};

const childrenOf = (node: DomNode): readonly DomNode[] => [
  ...(node.shadowRoots ?? []),
  ...(node.children ?? []),
];

const textOf = (node: DomNode): string =>
  node.nodeType === 3 ? node.nodeValue : childrenOf(node).map(textOf).join('');

function* badgesBelow(node: DomNode, hash: string | null): Generator<SeenBadge> {
  const row = attribute(node, 'data-row-id') ?? hash;
  if (node.localName === 'marquee-badge') {
    const parts = node.shadowRoots?.[0]?.children ?? [];
    const inner = parts.find((child) => ['a', 'span', 'button'].includes(child.localName));
    if (inner && row) {
      const { backendNodeId } = inner;
      const text = attribute(inner, 'data-text') ?? attribute(inner, 'aria-label') ?? textOf(inner);
      const hint = attribute(inner, 'title') ?? '';
      const menu = parts.find((child) => attribute(child, 'aria-haspopup') !== null);
      const menuNodeId = menu?.backendNodeId ?? null;
      yield { hash: row, href: attribute(inner, 'href'), text, hint, backendNodeId, menuNodeId };
    }
    return;
  }
  for (const child of childrenOf(node)) yield* badgesBelow(child, row);
}

/** All badges of a page, in Chromium. */
export async function readBadges(page: Page): Promise<SeenBadge[]> {
  const session = await page.createCDPSession();
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    return [...badgesBelow(root, null)];
  } finally {
    await session.detach();
  }
}

/** Clicks a badge with the mouse, where it is on the screen. */
export async function clickBadge(
  page: Page,
  badge: Pick<SeenBadge, 'backendNodeId'>,
  button: 'left' | 'middle' = 'left',
): Promise<void> {
  const session = await page.createCDPSession();
  try {
    await session.send('DOM.getDocument', { depth: 0 });
    const { model } = await session.send('DOM.getBoxModel', { backendNodeId: badge.backendNodeId });
    const [left = 0, top = 0, , , right = 0, bottom = 0] = model.content;
    await page.mouse.click((left + right) / 2, (top + bottom) / 2, { button });
  } finally {
    await session.detach();
  }
}

/** Waits for a badge of this torrent that satisfies the condition. */
export async function waitForBadge(
  page: Page,
  hash: string,
  fits: (badge: SeenBadge) => boolean = () => true,
  timeoutMs = 30_000,
): Promise<SeenBadge> {
  const deadline = Date.now() + timeoutMs;
  let last: SeenBadge | undefined;
  while (Date.now() < deadline) {
    last = (await readBadges(page)).find((badge) => badge.hash === hash);
    if (last && fits(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No such badge for ${hash} within ${timeoutMs} ms; last seen: ${JSON.stringify(last)}`);
}
