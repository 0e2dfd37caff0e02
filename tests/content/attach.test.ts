// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attach } from '../../lib/content/attach.ts';
import { BadgeViews } from '../../lib/content/badge-views.ts';
import { DetailsAnswers } from '../../lib/content/details-answers.ts';
import { answerRowQuestions } from '../../lib/content/row-question.ts';
import { RowTorrents } from '../../lib/content/row-torrents.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { type InfoHash, parseInfoHash } from '../../lib/domain/info-hash.ts';
import type { WebUi } from '../../lib/ports/web-ui.ts';
import { qbittorrent } from '../../lib/web-uis/qbittorrent.ts';
import {
  available,
  badgesIn,
  frames,
  hashOf,
  layOutRows,
  listBody,
  makeRow,
  openSavedPage,
  rename,
  versions,
  watchShadowRoots,
} from './support/torrent-page.ts';
import { words } from './support/words.ts';

let ending: AbortController;
let views: BadgeViews;
let answers: DetailsAnswers;
let scroll: { scrollTop: number };
let rootOf: (host: Element) => ShadowRoot;
const told = {
  seen: vi.fn(),
  used: vi.fn(),
  ask: vi.fn(),
  missing: vi.fn(),
  needsReader: vi.fn(),
  unreadable: vi.fn(),
  lost: vi.fn(),
};

beforeEach(() => {
  rootOf = watchShadowRoots();
  scroll = layOutRows({ shown: 10 });
  openSavedPage('5.3.0');
  ending = new AbortController();
  views = new BadgeViews();
  answers = new DetailsAnswers();
  for (const tell of Object.values(told)) tell.mockReset();
});
afterEach(() => ending.abort());

const start = (): (() => void) =>
  attach({
    document,
    webUi: qbittorrent,
    list: listBody(),
    words,
    views,
    answers,
    torrents: new RowTorrents(qbittorrent),
    ...told,
    signal: ending.signal,
  });

const know = (hashes: readonly InfoHash[], view: BadgeView = available): boolean =>
  views.apply({ type: 'badges', badges: Object.fromEntries(hashes.map((hash) => [hash, view])) });

/** A list of torrents 1 to n, all in Plex. */
function fill(count: number): HTMLTableRowElement[] {
  const rows = Array.from({ length: count }, (_, at) => makeRow(hashOf(at + 1), `Torrent ${at + 1}`));
  listBody().replaceChildren(...rows);
  know(rows.map((_, at) => hashOf(at + 1)));
  return rows;
}

const labelOf = (badge: Element): string | null =>
  rootOf(badge).firstElementChild?.getAttribute('aria-label') ?? null;

/** Every badge is alone in the name cell of a row and says that row's name. */
function expectAllRight(): void {
  for (const badge of badgesIn(document)) {
    const row = badge.closest('tr');
    const cell = row && qbittorrent.nameCell(row);
    expect(badge.parentElement).toBe(cell);
    expect(cell?.lastChild).toBe(badge);
    expect(cell?.querySelectorAll(badge.localName)).toHaveLength(1);
    expect(labelOf(badge)).toBe(`View in Plex: ${cell?.textContent}`);
  }
}

describe.each(versions)('on the page of qBittorrent %s', (version) => {
  it('lays badges on its rows and leaves the page as it was', async () => {
    openSavedPage(version);
    const before = document.documentElement.outerHTML;
    know([...listBody().children].flatMap((row) => qbittorrent.infoHashOf(row) ?? []));
    start();
    await frames();
    expect(badgesIn(listBody())).toHaveLength(6);
    expectAllRight();
    ending.abort();
    expect(document.documentElement.outerHTML).toBe(before);
  });
});

describe('badges', () => {
  it('are only on rows in view, and follow the scroller', async () => {
    const rows = fill(200);
    start();
    await frames();
    expect(badgesIn(document).map((badge) => badge.closest('tr'))).toEqual(rows.slice(0, 10));
    scroll.scrollTop = 22 * 50;
    document.querySelector('#torrentsTableDiv')?.dispatchEvent(new Event('scroll'));
    await frames();
    expect(badgesIn(document).map((badge) => badge.closest('tr'))).toEqual(rows.slice(50, 60));
    expectAllRight();
  });

  it('wait in a long list until it has stopped moving', async () => {
    const rows = fill(400);
    start();
    await frames();
    scroll.scrollTop = 22 * 50;
    document.querySelector('#torrentsTableDiv')?.dispatchEvent(new Event('scroll'));
    await frames();
    expect(badgesIn(document).map((badge) => badge.closest('tr'))).toEqual(rows.slice(0, 10));
    await vi.waitFor(() =>
      expect(badgesIn(document).map((badge) => badge.closest('tr'))).toEqual(rows.slice(50, 60)),
    );
  });

  it('appear when their torrents become known, and go when there is nothing to say', async () => {
    fill(3);
    know([hashOf(1), hashOf(2), hashOf(3)], { state: 'unknown' });
    const refresh = start();
    await frames();
    expect(badgesIn(document)).toEqual([]);
    know([hashOf(2)]);
    refresh();
    await frames();
    expect(badgesIn(document).map(labelOf)).toEqual(['View in Plex: Torrent 2']);
    views.apply({ type: 'badges', badges: { [hashOf(2)]: null } });
    refresh();
    await frames();
    expect(badgesIn(document)).toEqual([]);
  });

  it('are corrected before anybody can see or click when a row is reused', async () => {
    const rows = fill(12);
    views.apply({ type: 'badges', badges: { [hashOf(99)]: null } });
    start();
    await frames();
    rows[0]?.setAttribute('data-row-id', hashOf(12));
    if (rows[0]) rename(rows[0], 'Torrent 12');
    rows[1]?.setAttribute('data-row-id', hashOf(99));
    await Promise.resolve();
    expect(badgesIn(rows[0] ?? document).map(labelOf)).toEqual(['View in Plex: Torrent 12']);
    expect(badgesIn(rows[1] ?? document)).toEqual([]);
  });

  it('come back when the page has rewritten the name, as 4.5 does', async () => {
    const [row] = fill(2);
    start();
    await frames();
    const cell = row?.children[2];
    if (cell) cell.textContent = 'A new name';
    expect(badgesIn(row ?? document)).toEqual([]);
    await frames();
    expect(badgesIn(row ?? document).map(labelOf)).toEqual(['View in Plex: A new name']);
  });

  it('move with the name column', async () => {
    const rows = fill(2);
    start();
    await frames();
    for (const header of document.querySelectorAll('th.column_name')) header.parentElement?.append(header);
    for (const row of rows) {
      row.children[2]?.firstElementChild?.remove();
      const last = row.lastElementChild;
      if (last) last.innerHTML = '<span>Moved</span>';
    }
    listBody().replaceChildren(...rows);
    await frames();
    expect(badgesIn(document)).toHaveLength(2);
    expectAllRight();
    expect(document.querySelectorAll('[data-marquee-badge]')).toHaveLength(2);
  });

  it('are not there while the name column is hidden', async () => {
    fill(2);
    for (const header of document.querySelectorAll('th.column_name')) header.classList.add('invisible');
    start();
    await frames();
    expect(badgesIn(document)).toEqual([]);
  });

  it('cost no work at all while the page does nothing but rewrite texts', async () => {
    const rows = fill(20);
    start();
    await frames();
    told.seen.mockClear();
    for (const row of rows) {
      const size = row.children[3];
      if (size) size.textContent = `${Math.random()} MiB/s`;
    }
    await frames(3);
    expect(told.seen).not.toHaveBeenCalled();
  });
});

describe('the page script', () => {
  it('tells which torrents are in view', async () => {
    fill(30);
    start();
    await frames();
    expect(told.seen).toHaveBeenLastCalledWith(Array.from({ length: 10 }, (_, at) => hashOf(at + 1)));
  });

  it('notices when the page makes its whole table anew', async () => {
    fill(3);
    start();
    await frames();
    expect(told.lost).not.toHaveBeenCalled();
    const table = listBody().parentElement;
    table?.replaceWith(table.cloneNode(true));
    await frames();
    expect(told.lost).toHaveBeenCalled();
  });

  it('makes no room for a badge where the page can bear none', async () => {
    const measured = vi.spyOn(ResizeObserver.prototype, 'observe');
    const lapping = { ...qbittorrent, badgeLapsOver: true } as const;
    fill(3);
    attach({
      document,
      webUi: lapping,
      list: listBody(),
      words,
      views,
      answers,
      torrents: new RowTorrents(lapping),
      ...told,
      signal: ending.signal,
    });
    await frames();
    expect(badgesIn(listBody())).toHaveLength(3);
    expect(measured.mock.calls.map(([element]) => element.localName)).not.toContain('a');
  });

  it('asks for the reader of a page whose rows are silent, and reads them as soon as it is there', async () => {
    const silent: WebUi = { ...qbittorrent, infoHashOf: () => undefined, hasReader: true };
    const [row] = fill(1);
    attach({
      document,
      webUi: silent,
      list: listBody(),
      words,
      views,
      answers,
      torrents: new RowTorrents(silent),
      ...told,
      signal: ending.signal,
    });
    await frames();
    expect(told.needsReader).toHaveBeenCalledTimes(1);
    expect(badgesIn(document)).toHaveLength(0);
    answerRowQuestions(document, [
      { id: silent.id, read: (one) => ({ hash: one.getAttribute('data-row-id') ?? '' }) },
    ]);
    await frames();
    expect(told.seen).toHaveBeenLastCalledWith([hashOf(1)]);
    expect(badgesIn(row as Element)).toHaveLength(1);
  });

  it('tells when no row says which torrent it is', async () => {
    fill(3);
    for (const row of listBody().children) row.removeAttribute('data-row-id');
    start();
    await frames();
    expect(told.unreadable).not.toHaveBeenCalled(); // it may be about to say so
    await vi.waitFor(() => expect(told.unreadable).toHaveBeenCalled(), 5_000);
  });

  it('does not take an empty list for an unreadable one', async () => {
    fill(0);
    start();
    await frames();
    expect(told.unreadable).not.toHaveBeenCalled();
  });

  it('notices that the page has replaced its list', async () => {
    fill(3);
    const refresh = start();
    await frames();
    listBody().remove();
    refresh();
    await frames();
    expect(told.lost).toHaveBeenCalledTimes(1);
  });

  it('does nothing any more after its end', async () => {
    const rows = fill(3);
    const refresh = start();
    await frames();
    ending.abort();
    refresh();
    rows[0]?.setAttribute('data-row-id', hashOf(3));
    listBody().append(makeRow(hashOf(1), 'Torrent 1'));
    await frames();
    expect(badgesIn(document)).toEqual([]);
    expect(document.querySelector('style[data-marquee], [data-marquee-badge]')).toBeNull();
  });
});

/** What a page may do to its rows. Numbers pick a row or a torrent. */
type Operation = readonly [
  'reuse' | 'move' | 'remove' | 'add' | 'rewrite' | 'rename' | 'rebuild' | 'scroll' | 'steal',
  number,
  number,
];

function perform([kind, first, second]: Operation): void {
  const list = listBody();
  const rows = [...list.children];
  const row = rows[first % Math.max(1, rows.length)];
  const other = rows[second % Math.max(1, rows.length)];
  const torrent = (second % 30) + 1;
  if (kind === 'add') list.insertBefore(makeRow(hashOf(torrent), `Torrent ${torrent}`), row ?? null);
  if (kind === 'rebuild') list.replaceChildren(...rows.toReversed());
  if (kind === 'scroll') scroll.scrollTop = 22 * (first % 10);
  if (kind === 'scroll') document.querySelector('#torrentsTableDiv')?.dispatchEvent(new Event('scroll'));
  if (!row) return;
  if (kind === 'move') other?.before(row);
  if (kind === 'remove') row.remove();
  if (kind === 'rename') rename(row, `Renamed ${second}`);
  if (kind === 'rewrite' && row.children[2]) row.children[2].textContent = `Rewritten ${second}`;
  if (kind === 'steal') for (const badge of badgesIn(row)) other?.children[2]?.append(badge);
  if (kind === 'reuse') {
    row.setAttribute('data-row-id', hashOf(torrent));
    rename(row, `Torrent ${torrent}`);
  }
}

describe('whatever the page does to its rows', () => {
  const operation: fc.Arbitrary<Operation> = fc.tuple(
    fc.constantFrom('reuse', 'move', 'remove', 'add', 'rewrite', 'rename', 'rebuild', 'scroll', 'steal'),
    fc.nat(40),
    fc.nat(40),
  );
  /** Links carry their torrent's number, so that a badge can be asked whose it is. */
  const linkTo = (number: number): BadgeView => ({
    state: 'available',
    href: `https://app.plex.tv/${hashOf(number)}`,
    found: 1,
    expected: 1,
    evidence: ['same-file'],
    library: null,
  });
  const drawnFor = (badge: Element): InfoHash | undefined =>
    parseInfoHash(rootOf(badge).firstElementChild?.getAttribute('href')?.split('/').at(-1));

  const expectRightAfter = async (operations: readonly Operation[]): Promise<void> => {
    for (const one of operations) perform(one);
    await Promise.resolve();
    const stolen = operations.some(([kind]) => kind === 'steal');
    for (const badge of stolen ? [] : badgesIn(listBody())) {
      const row = badge.closest('tr');
      expect(row && qbittorrent.infoHashOf(row)).toBe(drawnFor(badge));
    }
    await frames(2);
    const shown = [...listBody().children].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > 0 && top < 220;
    });
    const badges = badgesIn(document);
    expect(badges.map((badge) => badge.closest('tr'))).toEqual(shown);
    expect(badges.map(drawnFor)).toEqual(shown.map((row) => qbittorrent.infoHashOf(row)));
  };

  it('every badge belongs to the torrent of its row, at once and in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(operation, { maxLength: 6 }), { maxLength: 6 }), async (turns) => {
        scroll.scrollTop = 0;
        fill(12);
        for (let number = 1; number <= 30; number++) know([hashOf(number)], linkTo(number));
        const end = new AbortController();
        const torrents = new RowTorrents(qbittorrent);
        const options = {
          document,
          webUi: qbittorrent,
          list: listBody(),
          words,
          views,
          answers,
          torrents,
          ...told,
        };
        attach({ ...options, signal: end.signal });
        try {
          await frames(1);
          for (const operations of turns) await expectRightAfter(operations);
        } finally {
          end.abort();
        }
        expect(badgesIn(document)).toEqual([]);
        expect(document.querySelector('[data-marquee-badge]')).toBeNull();
      }),
      { numRuns: 150 },
    );
  }, 30_000);
});
