// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { flood } from '../../lib/page-readers/flood.ts';
import { openPage } from '../web-uis/support/open-page.ts';

const hash = (digit: string): string => digit.repeat(40);
const rows = (): Element[] => [...document.querySelectorAll('.torrent')];
const firstRow = (): Element => {
  const [row] = rows();
  if (!row) throw new Error('no row');
  return row;
};

/** As React keeps it at a row: what the row was last drawn from. */
function draw(row: Element, children: unknown): void {
  Object.assign(row, {
    __reactFiber$k2x: { memoizedProps: {}, return: null },
    __reactProps$k2x: { className: 'torrent', role: 'row', children },
  });
}
const cell = (of: unknown) => ({ type: 'Cell', key: 'name', props: { hash: of, column: 'name' } });

describe('the reader of Flood', () => {
  beforeEach(() => openPage('flood-page/4.11-condensed'));

  it("tells each row's torrent from its cells", () => {
    for (const [at, row] of rows().entries()) draw(row, [cell(hash(`${at}`)), cell(hash(`${at}`))]);
    expect(rows().map((row) => flood.read(row))).toEqual(
      ['0', '1', '2'].map((digit) => ({ hash: hash(digit) })),
    );
  });

  it('finds it in the first of three lines too', () => {
    const line = { type: 'div', props: { children: [[cell(hash('a'))], { type: 'div', props: {} }] } };
    draw(firstRow(), [line, { type: 'div', props: { children: [] } }]);
    expect(flood.read(firstRow())).toEqual({ hash: hash('a') });
  });

  it('tells another torrent for the same row as soon as it is drawn for another', () => {
    draw(firstRow(), [cell(hash('a'))]);
    draw(firstRow(), [cell(hash('b'))]);
    expect(flood.read(firstRow())).toEqual({ hash: hash('b') });
  });

  it('tells nothing when there is something else, or nothing, where the torrent was', () => {
    expect(flood.read(firstRow())).toBeUndefined();
    for (const strange of [undefined, null, 7, 'text', [], [null, 7], [cell(7)], { props: null }]) {
      draw(firstRow(), strange);
      expect(flood.read(firstRow())).toBeUndefined();
    }
  });

  it('comes to an end in a tree that has none', () => {
    const endless: { props: { children?: unknown } } = { props: {} };
    endless.props.children = [endless, endless];
    draw(firstRow(), endless);
    expect(flood.read(firstRow())).toBeUndefined();
  });
});
