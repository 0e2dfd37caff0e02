import { describe, expect, it, vi } from 'vitest';
import { PageBadges } from '../../lib/background/page-badges.ts';
import { torrentDetails } from '../../lib/background/torrent-details.ts';
import { clientOfPage } from '../../lib/domain/client-of-page.ts';
import type { PageConnection } from '../../lib/ports/page-connection.ts';
import { startAnswering } from '../fakes/answering.ts';
import { settled } from '../fakes/clock.ts';
import { hashOf } from '../fakes/world.ts';
import { configured, elsewhere } from './senders.ts';

const urls = Object.entries(elsewhere).map(
  ([who, sender]) => [who, String(Reflect.get(sender, 'url'))] as const,
);

/** A page at this address says everything that a page may say. What it was told, and what was asked for its sake. */
async function sayEverything(url: string) {
  const background = startAnswering();
  const { world, manager, book, settings, lookUp, connections, clock, find } = background;
  world.complete(1, ['Dune/Dune.mkv'], '/media/movies', 5);
  world.takeUp('1', '/media/movies');
  await manager.tick();
  const show = vi.fn();
  const tell = vi.fn();
  const tellDetails = vi.fn();
  const hashes = [hashOf(1)];
  const end = vi.fn();
  const page: PageConnection = { url, visible: true, hashes, show, tell, tellDetails, end };
  const badges = new PageBadges({
    book,
    settings,
    lookUp,
    details: (value, client, hash) => torrentDetails(find, value, client, hash),
    isRead: () => false,
    connections,
    now: clock.now,
    pages: () => [page],
  });
  world.asked.length = 0;
  const before = JSON.stringify(settings.value);
  await badges.watched(page);
  await badges.used(page, hashOf(1));
  await badges.identify(page, [1]);
  await badges.noRows(page);
  await badges.tellDetails(page, hashOf(1));
  await badges.showAll();
  await settled();
  const told = [...show.mock.calls, ...tell.mock.calls, ...tellDetails.mock.calls.filter(([, one]) => one)];
  const isUnreadable = settings.value.clients.some(({ id }) => badges.isUnreadable(id));
  const isLeft = end.mock.calls.length > 0;
  const isChanged = JSON.stringify(settings.value) !== before;
  return { told, asked: world.asked, isUnreadable, isChanged, isLeft };
}

describe('a page where our script runs, and which belongs to no torrent client,', () => {
  it('is not one that belongs to a client: that one is told a badge', async () => {
    const { told, asked, isLeft } = await sayEverything(`${configured}/`);
    expect(isLeft).toBe(false);
    expect(told.length).toBeGreaterThan(0);
    expect(asked.length).toBeGreaterThan(0);
  });

  it.each(urls)('%s, is told nothing and has nobody asked for its sake', async (_, url) => {
    const nothing = { told: [], asked: [], isUnreadable: false, isChanged: false };
    expect(await sayEverything(url)).toEqual({ ...nothing, isLeft: true });
  });

  it.each(urls)('%s, is nobody’s page', async (_, url) => {
    const { settings } = startAnswering();
    expect(clientOfPage(url, settings.value.clients)).toBeUndefined();
  });
});
