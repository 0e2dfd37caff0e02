// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { trguing } from '../../lib/page-readers/trguing.ts';
import { openPage } from '../web-uis/support/open-page.ts';

const hash = (digit: string): string => digit.repeat(40);
const magnet = (digit: string): string =>
  `magnet:?xt=urn:btih:${hash(digit)}&dn=Dune%20xt=urn:btih&tr=udp%3A`;

const rows = (): Element[] => [...(document.querySelector('.torrent-table')?.children ?? [])];

/** As React keeps it at a row: what the row was last drawn from, the component with the torrent two levels down. */
function draw(row: Element, original: unknown): void {
  const inner = { type: 'Inner', props: { row: { id: '1', original }, expanded: false } };
  const provider = { type: 'Provider', props: { value: false, children: inner } };
  Object.assign(row, {
    __reactFiber$k2x: { memoizedProps: {}, return: null },
    __reactProps$k2x: { className: 'tr', tabIndex: -1, children: provider },
  });
}

describe('the reader of TrguiNG', () => {
  beforeEach(() => openPage('trguing-page/1.5'));

  it("tells each row's torrent by its magnet link", () => {
    for (const [at, row] of rows().entries())
      draw(row, { id: at, name: 'Dune', magnetLink: magnet(`${at}`) });
    expect(rows().map((row) => trguing.read(row))).toEqual(
      ['0', '1', '2'].map((digit) => ({ hash: hash(digit) })),
    );
  });

  it('takes the hash itself where the page has it', () => {
    const [row] = rows();
    if (!row) throw new Error('no row');
    draw(row, { id: 1, name: 'Dune', hashString: hash('a'), magnetLink: magnet('b') });
    expect(trguing.read(row)).toEqual({ hash: hash('a') });
  });

  it('tells another torrent for the same row as soon as it is drawn for another', () => {
    const [row] = rows();
    if (!row) throw new Error('no row');
    draw(row, { magnetLink: magnet('a') });
    draw(row, { magnetLink: magnet('b') });
    expect(trguing.read(row)).toEqual({ hash: hash('b') });
  });

  it('tells nothing when there is something else, or nothing, where the torrent was', () => {
    const [row] = rows();
    if (!row) throw new Error('no row');
    expect(trguing.read(row)).toBeUndefined();
    const strange = [
      null,
      7,
      {},
      { magnetLink: 7 },
      { hashString: 7 },
      { magnetLink: 'magnet:?xt=urn:btih:short' },
    ];
    for (const original of strange) {
      draw(row, original);
      expect(trguing.read(row)).toBeUndefined();
    }
    for (const props of [null, 'text', [], { children: ['text', null, { props: null }] }]) {
      Object.assign(row, { __reactProps$k2x: props });
      expect(trguing.read(row)).toBeUndefined();
    }
  });

  it('ends also when the page has made a circle of its objects', () => {
    const [row] = rows();
    const props: Record<string, unknown> = {};
    props.children = { props };
    Object.assign(row ?? {}, { __reactProps$k2x: props });
    expect(row && trguing.read(row)).toBeUndefined();
  });
});
