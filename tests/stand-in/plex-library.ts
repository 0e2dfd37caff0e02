import { type Activities, createActivities } from './activities.ts';
import type { Clock } from './clock.ts';
import type { Events } from './events.ts';
import { createItems, type Item, type Items, typeNumber } from './items.ts';
import { type JsonObject, present } from './json.ts';
import { matchItem } from './matching.ts';
import type { Delays, SectionConfig } from './options.ts';
import { createScans, type Scans } from './scans.ts';
import { createSection, type Section } from './section.ts';
import { takeIn } from './take-in.ts';
import type { Timers } from './timers.ts';

/** The libraries of one server: sections, what they hold, and what is going on in them. */
export interface PlexLibrary {
  readonly sections: Section[];
  readonly items: Items;
  readonly scans: Scans;
  readonly activities: Activities;
  addSection(config: SectionConfig): Section;
  /** Matches everything that still waits for it, now. */
  matchAll(): void;
  /** Cancels what runs and forgets every item. */
  clear(): void;
}

export interface LibraryParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly events: Events;
  readonly delays: () => Delays;
  readonly merge: boolean;
}

function timelineEntry(item: Item, state: number, more: Partial<Record<string, string>>): JsonObject {
  return present({
    identifier: 'com.plexapp.plugins.library',
    sectionID: item.section.key,
    itemID: String(item.ratingKey),
    parentItemID: item.parent ? String(item.parent.ratingKey) : undefined,
    rootItemID: item.parent?.parent ? String(item.parent.parent.ratingKey) : undefined,
    type: typeNumber[item.type],
    title: item.title,
    state,
    updatedAt: item.updatedAt,
    ...more,
  });
}

/** Timeline states as python-plexapi names them: 0 created, 2 matching, 3 downloading, 4 processing, 5 done, 9 deleted. */
function createTimeline(events: Events) {
  const tell = (item: Item, state: number, more: Partial<Record<string, string>> = {}): void =>
    events.send('timeline', 'TimelineEntry', [timelineEntry(item, state, more)]);
  return {
    created: (item: Item) => tell(item, 0, { metadataState: 'created' }),
    matched(item: Item) {
      for (const state of [2, 3, 4]) tell(item, state, { metadataState: 'processing' });
      tell(item, 5);
    },
    deleted: (item: Item) => tell(item, 9, { metadataState: 'deleted' }),
  };
}

export function createPlexLibrary(parts: LibraryParts): PlexLibrary {
  const { clock, timers, events } = parts;
  const sections: Section[] = [];
  const items = createItems();
  const activities = createActivities(events);
  const timeline = createTimeline(events);

  function match(item: Item): void {
    if (item.isMatched || items.get(item.ratingKey) !== item) return;
    const result = matchItem(items, item, clock.seconds(), parts.merge);
    if (result !== item) timeline.deleted(item);
    timeline.matched(result);
    item.section.contentChangedAt += 1;
  }

  async function matchLater(section: Section, added: readonly Item[]): Promise<void> {
    const activity = activities.start({
      type: 'library.refresh.items',
      title: 'Refreshing',
      subtitle: added[0]?.title ?? '',
      cancellable: false,
      userID: 1,
      progress: -1,
      sectionKey: section.key,
    });
    const elapsed = await timers.wait(parts.delays().matchMs);
    if (elapsed) for (const item of added) match(item);
    activities.end(activity);
  }

  const scans = createScans({
    ...parts,
    activities,
    takeIn: (section, folder, files) => takeIn(items, section, folder, files, clock.seconds()),
    onScanned(section, { added, removed }) {
      if (added.length + removed.length > 0) section.contentChangedAt += added.length + removed.length;
      for (const item of added) timeline.created(item);
      for (const item of removed) timeline.deleted(item);
      events.send('status', 'StatusNotification', [
        { title: 'Library scan complete', description: section.title, notificationName: 'LIBRARY_UPDATE' },
      ]);
      if (added.length > 0) timers.track(matchLater(section, added));
    },
  });

  return {
    sections,
    items,
    scans,
    activities,
    addSection(config) {
      const next = Math.max(0, ...sections.map((section) => Number(section.key) || 0)) + 1;
      const section = createSection(config, config.key ?? String(next), clock.seconds());
      sections.push(section);
      return section;
    },
    matchAll() {
      for (const item of items.all()) match(item);
    },
    clear() {
      scans.cancel();
      scans.records.length = 0;
      for (const item of items.all()) items.delete(item);
    },
  };
}
