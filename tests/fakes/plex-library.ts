import type { FileEntry, TitleEntry } from '../../lib/domain/library-entry.ts';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import type { ListedKind, ListedPage, ListWindow } from '../../lib/ports/plex-server.ts';

/** An item as Plex has it; what is left out is plain. */
export interface FakeItem {
  readonly key: number;
  readonly kind: ListedKind;
  readonly section: string;
  title: string;
  readonly parent?: FakeItem;
  readonly index?: number;
  /** Epoch seconds of the server's clock. */
  addedAt: number;
  updatedAt: number;
  files: { path: string | null; size: number }[];
}

const none = { originalTitle: null, edition: null, ids: [] } as const;

/** Libraries of one server as they are listed: by key, or newest first. */
export class FakePlexLibrary {
  sections: LibrarySection[] = [];
  items: FakeItem[] = [];
  /** Seconds of the server's clock. */
  seconds = 1_700_000_000;
  asked: ({ section: string } & ListWindow)[] = [];
  /** Called before each answer; may throw, or never end. */
  beforeAnswer: (window: ListWindow, section: string) => Promise<void> = async () => undefined;
  isShared = false;
  #lastKey = 0;

  addSection(key: string, type: LibrarySection['type']): void {
    this.sections.push({
      key,
      type,
      title: `Library ${key}`,
      locations: [`/data/${key}`],
      refreshing: false,
    });
  }

  add(
    kind: ListedKind,
    section: string,
    about: { title?: string; parent?: FakeItem; index?: number; size?: number; addedAt?: number } = {},
  ): FakeItem {
    const key = ++this.#lastKey;
    const { title = `Title ${key}`, size = 1_000_000_000 + key, addedAt = this.seconds, ...rest } = about;
    const hasFiles = kind === 'movie' || kind === 'episode' || kind === 'track';
    const files = hasFiles ? [{ path: `/data/${section}/${title}/${key}.mkv`, size }] : [];
    const item = { key, kind, section, title, addedAt, updatedAt: this.seconds, files, ...rest };
    this.items.push(item);
    return item;
  }

  /** A show with one season of so many episodes. */
  addShow(
    section: string,
    episodes: number,
    title?: string,
  ): { show: FakeItem; episodes: readonly FakeItem[] } {
    const show = this.add('show', section, title === undefined ? {} : { title });
    const season: FakeItem = { ...show, key: ++this.#lastKey, title: 'Season 1', parent: show, index: 1 };
    return {
      show,
      episodes: Array.from({ length: episodes }, (_, at) =>
        this.add('episode', section, { parent: season, index: at + 1 }),
      ),
    };
  }

  delete(...gone: readonly FakeItem[]): void {
    this.items = this.items.filter((item) => !gone.includes(item));
  }

  /** The second becomes another version of the first. */
  merge(into: FakeItem, from: FakeItem): void {
    into.files = [...into.files, ...from.files];
    into.updatedAt = this.seconds;
    this.delete(from);
  }

  /** All but the first of its files become an item of their own. */
  split(item: FakeItem): FakeItem {
    const [first, ...others] = item.files;
    item.files = first ? [first] : [];
    item.updatedAt = this.seconds;
    const half = this.add(item.kind, item.section, { title: item.title });
    half.files = others;
    return half;
  }

  readonly listLibrary = async (section: string, window: ListWindow): Promise<ListedPage> => {
    this.asked.push({ section, ...window });
    await this.beforeAnswer(window, section);
    const by = ({ addedAt, updatedAt }: FakeItem): number =>
      window.newestBy === 'updated' ? updatedAt : addedAt;
    const all = this.items
      .filter((item) => item.section === section && item.kind === window.kind)
      .sort((a, b) => (window.newestBy ? by(b) - by(a) : 0) || a.key - b.key);
    const page = all.slice(window.start, window.start + window.size);
    const last = page.at(-1);
    const newest = Math.max(0, ...page.map(({ addedAt, updatedAt }) => Math.max(addedAt, updatedAt)));
    return {
      titles: onceEach(page.flatMap((item) => this.#titlesOf(item))),
      files: page.flatMap((item) => this.#fileOf(item)),
      oldestMs: last ? by(last) * 1000 : null,
      newestMs: newest > 0 ? newest * 1000 : null,
      size: page.length,
      total: all.length,
    };
  };

  #titlesOf({ key, kind, section, title, parent }: FakeItem): TitleEntry[] {
    if (kind === 'episode') {
      const show = parent?.parent;
      return show ? [titleOf(show, 'show', section, null)] : [];
    }
    if (kind === 'track') return [];
    const year = 1950 + (key % 70);
    const parentRatingKey = kind === 'album' && parent ? String(parent.key) : null;
    return [
      { ...none, ratingKey: String(key), type: kind, sectionKey: section, title, year, parentRatingKey },
    ];
  }

  #fileOf({ key, kind, section, parent, index, addedAt, files }: FakeItem): FileEntry[] {
    if (kind !== 'movie' && kind !== 'episode' && kind !== 'track') return [];
    return [
      {
        ratingKey: String(key),
        type: kind,
        sectionKey: section,
        parentRatingKey: parent ? String(parent.key) : null,
        grandparentRatingKey: parent?.parent ? String(parent.parent.key) : null,
        parentIndex: parent?.index ?? null,
        index: index ?? null,
        date: null,
        addedAtMs: addedAt * 1000,
        files: files.map(({ path, size }) => ({
          path: this.isShared ? null : path,
          sizeBytes: size,
          resolution: '1080',
        })),
      },
    ];
  }
}

const titleOf = (
  { key, title }: FakeItem,
  type: TitleEntry['type'],
  sectionKey: string,
  year: number | null,
): TitleEntry => ({ ...none, ratingKey: String(key), type, sectionKey, title, year, parentRatingKey: null });

const onceEach = (titles: readonly TitleEntry[]): readonly TitleEntry[] => [
  ...new Map(titles.map((title) => [title.ratingKey, title])).values(),
];
