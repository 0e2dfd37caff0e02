// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { vuetorrent } from '../../lib/page-readers/vuetorrent.ts';
import { openPage } from '../web-uis/support/open-page.ts';

interface Torrent {
  readonly hash: unknown;
  readonly name: string;
}

const torrents: readonly Torrent[] = ['a', 'b', 'c'].map((digit) => ({
  hash: digit.repeat(40),
  name: `Torrent ${digit}`,
}));

const element = (el: Element | Text | null, children: readonly unknown[]): object => ({
  el,
  props: null,
  children,
  component: null,
  suspense: null,
});
const component = (el: Element | Text | null, props: object, subTree: object): object => ({
  ...element(el, []),
  children: { default: () => subTree },
  props,
  component: { subTree },
});
/** A piece of the tree without an element of its own: it starts at an empty text. */
const fragment = (children: readonly unknown[]): object => element(document.createTextNode(''), children);

const rowsOf = (parent: string): Element[] => [...(document.querySelector(parent)?.children ?? [])];

/** The tree as Vue keeps it at the element that the app was mounted on: each row's component has its torrent. */
function mount(rows: readonly Element[], shown: readonly Torrent[]): void {
  const main = document.querySelector('main');
  const drawn = rows.map((row, at) =>
    fragment([
      element(row, ['text', null, component(row.lastElementChild, { torrent: shown[at] }, fragment([]))]),
    ]),
  );
  const list = component(document.querySelector('#torrentList'), { height: 600 }, fragment(drawn));
  const aside = component(document.createElement('nav'), { torrent: { hash: 'd'.repeat(40) } }, fragment([]));
  const shell = fragment([aside, element(main, [{ ...fragment([]), suspense: { activeBranch: list } }])]);
  Object.assign(document.querySelector('#app') ?? {}, { _vnode: component(main, {}, shell) });
}

const read = (rows: readonly Element[]): unknown[] => rows.map((row) => vuetorrent.read(row));

describe.each([
  ['grid', '#torrentList'],
  ['table', '#torrentList tbody'],
])("VueTorrent's %s", (look, parent) => {
  beforeEach(() => openPage(`vuetorrent-page/${look}`));

  it('tells the torrent that each row was drawn for', () => {
    mount(rowsOf(parent), torrents);
    expect(read(rowsOf(parent))).toEqual(torrents.map(({ hash }) => ({ hash })));
  });

  it('tells another torrent for the same row as soon as it is drawn for another', () => {
    mount(rowsOf(parent), torrents);
    mount(rowsOf(parent), torrents.toReversed());
    expect(read(rowsOf(parent))).toEqual(torrents.toReversed().map(({ hash }) => ({ hash })));
  });

  it('does not go by the order of rows', () => {
    const rows = rowsOf(parent);
    mount(rows, torrents);
    rows[0]?.parentElement?.append(...rows.toReversed());
    expect(read(rows)).toEqual(torrents.map(({ hash }) => ({ hash })));
  });

  it('tells nothing of a row that is not drawn by the page', () => {
    mount(rowsOf(parent), torrents);
    const [row] = rowsOf(parent);
    expect(row && vuetorrent.read(row.cloneNode(true) as Element)).toBeUndefined();
  });

  it('tells nothing when the page keeps something else, or nothing, where the tree was', () => {
    const rows = rowsOf(parent);
    expect(read(rows)).toEqual([undefined, undefined, undefined]);
    mount(rows, [
      { hash: 12, name: 'x' },
      { hash: undefined, name: 'y' },
    ]);
    expect(read(rows)).toEqual([undefined, undefined, undefined]);
    for (const tree of [
      'text',
      7,
      null,
      [],
      { component: 'x', children: { length: 3 } },
      { props: { torrent: null } },
    ]) {
      Object.assign(document.querySelector('#app') ?? {}, { _vnode: tree });
      expect(read(rows)).toEqual([undefined, undefined, undefined]);
    }
    document.querySelector('#app')?.removeAttribute('id');
    expect(read(rows)).toEqual([undefined, undefined, undefined]);
  });
});
