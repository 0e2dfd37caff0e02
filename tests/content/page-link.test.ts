// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageLink } from '../../lib/content/page-link.ts';
import type { InfoHash } from '../../lib/domain/info-hash.ts';
import type { PageMessage } from '../../lib/messages/contract.ts';
import { FakeBackground } from './support/fake-port.ts';
import { hashOf } from './support/torrent-page.ts';

let background: FakeBackground;
let ending: AbortController;
let visibility: DocumentVisibilityState;
const received = vi.fn();
const gone = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  background = new FakeBackground();
  ending = new AbortController();
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  received.mockReset();
  gone.mockReset();
});
afterEach(() => {
  ending.abort();
  vi.useRealTimers();
});

const open = (): PageLink =>
  new PageLink({
    document,
    connect: background.connect,
    webUi: 'qbittorrent',
    received,
    gone,
    signal: ending.signal,
  });

function show(state: DocumentVisibilityState): void {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
}

const watch = (hashes: readonly InfoHash[], visible = true): PageMessage => ({
  type: 'watch',
  webUi: 'qbittorrent',
  hashes,
  visible,
});
const alive: PageMessage = { type: 'alive' };

describe('the line to the background', () => {
  it('says what is in view when that changes, and only then', () => {
    const link = open();
    vi.advanceTimersByTime(1_000);
    link.watch([hashOf(1)]);
    vi.advanceTimersByTime(1_000);
    link.watch([hashOf(1)]);
    vi.advanceTimersByTime(1_000);
    link.watch([hashOf(1), hashOf(2)]);
    expect(background.last.sent).toEqual([watch([]), watch([hashOf(1)]), watch([hashOf(1), hashOf(2)])]);
  });

  it('says the last of many changes in a row, soon', () => {
    const link = open();
    for (let number = 1; number <= 50; number++) {
      link.watch([hashOf(number)]);
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(200);
    expect(background.last.sent.length).toBeLessThanOrEqual(7);
    expect(background.last.sent.at(-1)).toEqual(watch([hashOf(50)]));
  });

  it('says at most 200 torrents at once', () => {
    const link = open();
    vi.advanceTimersByTime(1_000);
    link.watch(Array.from({ length: 500 }, (_, number) => hashOf(number)));
    expect(background.last.sent.at(-1)).toEqual(
      watch(Array.from({ length: 200 }, (_, number) => hashOf(number))),
    );
  });

  it('keeps the worker awake while the page is looked at, and lets it sleep otherwise', () => {
    open();
    vi.advanceTimersByTime(61_000);
    expect(background.last.sent.filter(({ type }) => type === 'alive')).toEqual([alive, alive, alive]);
    show('hidden');
    expect(background.last.sent.at(-1)).toEqual(watch([], false));
    vi.advanceTimersByTime(600_000);
    expect(background.last.sent.filter(({ type }) => type === 'alive')).toHaveLength(3);
    show('visible');
    expect(background.last.sent.at(-1)).toEqual(watch([], true));
    vi.advanceTimersByTime(20_000);
    expect(background.last.sent.at(-1)).toEqual(alive);
  });

  it('asks about a torrent, and asks again when another worker has to answer', () => {
    const link = open();
    const question: PageMessage = { type: 'details', hash: hashOf(1) };
    link.askDetails(hashOf(1));
    expect(background.last.sent.at(-1)).toEqual(question);
    background.last.die();
    vi.advanceTimersByTime(0);
    expect(background.ports).toHaveLength(2);
    expect(background.last.sent.at(-1)).toEqual(question);
    link.detailsHeard();
    background.last.die();
    vi.advanceTimersByTime(1_000);
    expect(background.ports).toHaveLength(3);
    expect(background.last.sent).not.toContainEqual(question);
  });

  it('hands on what the background says, as it is', () => {
    open();
    background.last.say({ type: 'badges', badges: {} });
    expect(received).toHaveBeenCalledWith({ type: 'badges', badges: {} });
  });

  it('tells of a used link, and once that no row could be read', () => {
    const link = open();
    link.used(hashOf(7));
    link.noRows();
    link.noRows();
    expect(background.last.sent.slice(1)).toEqual([
      { type: 'used', hash: hashOf(7) },
      { type: 'no-rows', webUi: 'qbittorrent' },
    ]);
  });
});

describe('when the worker dies', () => {
  it('is there again at once and says again what is in view', () => {
    const link = open();
    background.last.say({});
    vi.advanceTimersByTime(1_000);
    link.watch([hashOf(1)]);
    background.last.die();
    vi.advanceTimersByTime(1);
    expect(background.ports).toHaveLength(2);
    expect(background.last.sent).toEqual([watch([hashOf(1)])]);
  });

  it('tries ever more slowly when nothing comes of it', () => {
    open();
    const attempts: number[] = [];
    const start = performance.now();
    for (let second = 0; second < 300; second++) {
      const before = background.ports.length;
      background.last.die();
      vi.advanceTimersByTime(1_000);
      if (background.ports.length > before) attempts.push(Math.round((performance.now() - start) / 1_000));
    }
    expect(attempts.length).toBeLessThanOrEqual(9);
    expect(attempts.slice(0, 3)).toEqual([1, 2, 4]);
  });

  it('tries at once again after a connection that was good', () => {
    open();
    for (let round = 0; round < 5; round++) {
      vi.advanceTimersByTime(30_000);
      background.last.die();
      vi.advanceTimersByTime(1);
      expect(background.ports).toHaveLength(round + 2);
    }
  });

  it('notices when it says something, should nobody have told it', () => {
    const link = open();
    vi.advanceTimersByTime(1_000);
    background.last.die(true);
    link.watch([hashOf(1)]);
    vi.advanceTimersByTime(1);
    expect(background.last.sent).toEqual([watch([hashOf(1)])]);
  });

  it('lets it rest while the page is hidden, and is there when it is shown', () => {
    open();
    show('hidden');
    background.last.die();
    vi.advanceTimersByTime(3_600_000);
    expect(background.ports).toHaveLength(1);
    show('visible');
    expect(background.ports).toHaveLength(2);
    expect(background.last.sent).toEqual([watch([], true)]);
  });

  it('gives up for good when the extension is gone', () => {
    open();
    background.isGone = true;
    background.last.die();
    vi.advanceTimersByTime(1);
    expect(gone).toHaveBeenCalledTimes(1);
  });
});

describe('a page that is kept for the back button', () => {
  it('closes its line and opens a new one when it comes back', () => {
    open();
    window.dispatchEvent(new Event('pagehide'));
    expect(background.last.isClosed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(background.ports).toHaveLength(1);
    window.dispatchEvent(new Event('pageshow'));
    expect(background.ports).toHaveLength(2);
  });
});

describe('at the end', () => {
  it('closes its line and leaves no timer', () => {
    const link = open();
    link.watch([hashOf(1)]);
    ending.abort();
    expect(background.last.isClosed).toBe(true);
    link.watch([hashOf(2)]);
    show('visible');
    vi.advanceTimersByTime(120_000);
    expect(background.ports).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
