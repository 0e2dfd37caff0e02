import type { Page, Protocol } from 'puppeteer-core';
import { clickBadge, type SeenBadge } from './badges.ts';
import { readMenu, type SeenMenu } from './details-menu.ts';

/** A link in the menu of a badge. */
export interface MenuLink {
  readonly href: string;
  readonly text: string;
  /** Id for the debugger, to click it. */
  readonly backendNodeId: number;
}

type DomNode = Protocol.DOM.Node;

const textOf = (node: DomNode): string =>
  node.nodeType === 3 ? node.nodeValue : (node.children ?? []).map(textOf).join(' ');

async function describeLinks(page: Page, { links }: SeenMenu): Promise<readonly MenuLink[]> {
  const session = await page.createCDPSession();
  try {
    const described = links.map(async (backendNodeId) => {
      const { node } = await session.send('DOM.describeNode', { backendNodeId, depth: -1 });
      const { attributes = [] } = node;
      return { href: attributes[attributes.indexOf('href') + 1] ?? '', text: textOf(node), backendNodeId };
    });
    return await Promise.all(described);
  } finally {
    await session.detach();
  }
}

/** Opens the menu of a badge with the mouse and waits until it has a link and says something that fits. */
export async function openMenu(
  page: Page,
  { menuNodeId, ...badge }: SeenBadge,
  fits: (text: string) => boolean = () => true,
): Promise<{ readonly text: string; readonly links: readonly MenuLink[] }> {
  if (menuNodeId === null) throw new Error(`The badge has no menu: ${JSON.stringify(badge)}`);
  await clickBadge(page, { backendNodeId: menuNodeId });
  const deadline = Date.now() + 20_000;
  let last: SeenMenu | null = null;
  while (Date.now() < deadline) {
    last = await readMenu(page);
    if (last && last.links.length > 0 && fits(last.text)) {
      return { text: last.text, links: await describeLinks(page, last) };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The menu did not say what was waited for; last seen: ${JSON.stringify(last)}`);
}

/** As a person closes it without choosing. */
export const closeMenu = (page: Page): Promise<void> => page.keyboard.press('Escape');
