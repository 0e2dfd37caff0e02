import type { PageReader, RowTorrent } from '../ports/web-ui.ts';

/** What is read of a node of Vue 3's tree (`VNode` of runtime-core): any of it may be missing or something else. */
interface TreeNode {
  /** The node's element; of a fragment, the empty text before its first one. */
  readonly el?: unknown;
  readonly props?: { readonly torrent?: { readonly hash?: unknown } } | null;
  readonly children?: unknown;
  readonly component?: { readonly subTree?: unknown } | null;
  readonly suspense?: { readonly activeBranch?: unknown } | null;
}

/**
 * In a release build of Vue an element doesn't know its component, but the element that the app was mounted on has the
 * tree of what is drawn now. The part of it that leads to the row is followed; below the row is the component that was
 * given the torrent. So nothing depends on the order of rows, or on when they are used for other torrents.
 */
export const vuetorrent: PageReader<'vuetorrent'> = {
  id: 'vuetorrent',

  read(row): RowTorrent | undefined {
    const mounted = row.ownerDocument.querySelector<Element & { _vnode?: unknown }>('#app');
    const hash = hashBelow(nodeOf(mounted?._vnode, row));
    return hash === undefined ? undefined : { hash };
  },
};

function nodeOf(node: unknown, row: Element): TreeNode | undefined {
  if (!isNode(node)) return undefined;
  const { el } = node;
  if (el === row) return node;
  if (el instanceof Element && !el.contains(row)) return undefined;
  return first(node, (child) => nodeOf(child, row));
}

function hashBelow(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  const hash = node.props?.torrent?.hash;
  return typeof hash === 'string' ? hash : first(node, hashBelow);
}

function first<T>(node: TreeNode, find: (child: unknown) => T | undefined): T | undefined {
  const { children, component, suspense } = node;
  const inner = component?.subTree ?? suspense?.activeBranch;
  const below: readonly unknown[] = inner !== undefined ? [inner] : Array.isArray(children) ? children : [];
  for (const child of below) {
    const found = find(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isNode = (value: unknown): value is TreeNode => typeof value === 'object' && value !== null;
