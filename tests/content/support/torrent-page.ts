import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { badgeTag } from '../../../lib/content/badge-style.ts';
import type { BadgeView } from '../../../lib/domain/badge.ts';
import { type InfoHash, parseInfoHash } from '../../../lib/domain/info-hash.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/qbittorrent-page');

/** The versions of qBittorrent that a page was saved of. */
export const versions = ['4.5.2', '5.1.0', '5.3.0'] as const;

/** Puts a saved page into the test's document. */
export function openSavedPage(version: (typeof versions)[number]): void {
  document.documentElement.innerHTML = readFileSync(join(fixtures, `${version}.html`), 'utf8').replace(
    /<\/?html[^>]*>|<!DOCTYPE html>/g,
    '',
  );
}

export function hashOf(number: number): InfoHash {
  const hash = parseInfoHash(number.toString(16).padStart(40, '0'));
  if (!hash) throw new Error(`${number} makes no info hash`);
  return hash;
}

export const href =
  'https://app.plex.tv/desktop/#!/server/0123456789abcdef/details?key=%2Flibrary%2Fmetadata%2F1';
export const available: BadgeView = {
  state: 'available',
  href,
  found: 1,
  expected: 1,
  evidence: ['same-file'],
  library: null,
};

const rowHeight = 22;

/** Gives the document a geometry: rows below each other, and a scroller that shows some of them. */
export function layOutRows(options: { readonly shown?: number } = {}): { scrollTop: number } {
  const scroll = { scrollTop: 0 };
  const height = (options.shown ?? 10) * rowHeight;
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    if (this.id === 'torrentsTableDiv') return new DOMRect(0, 0, 800, height);
    const at = this.localName === 'tr' && this.parentElement ? indexOf(this) : 0;
    return new DOMRect(0, at * rowHeight - scroll.scrollTop, 800, rowHeight);
  });
  return scroll;
}

const indexOf = (element: Element): number =>
  Array.prototype.indexOf.call(element.parentElement?.children ?? [], element);

/** A row as qBittorrent 5 makes it. */
export function makeRow(hash: string, name: string): HTMLTableRowElement {
  const row = document.createElement('tr');
  row.setAttribute('data-row-id', hash);
  for (let column = 0; column < 9; column++) row.append(document.createElement('td'));
  rename(row, name);
  return row;
}

export function rename(row: Element, name: string): void {
  const cell = row.children[2];
  if (!cell) return;
  let span = cell.firstElementChild;
  if (span?.localName !== 'span') {
    span = document.createElement('span');
    cell.prepend(span);
  }
  span.textContent = name;
}

/** What is inside the closed shadow trees that were made since. Restored with the other mocks. */
export function watchShadowRoots(): (host: Element) => ShadowRoot {
  const roots = new WeakMap<Element, ShadowRoot>();
  const attachShadow = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
    const root = attachShadow.call(this, init);
    roots.set(this, root);
    return root;
  });
  return (host) => {
    const root = roots.get(host);
    if (!root) throw new Error('no shadow tree of ours');
    return root;
  };
}

export const listBody = (): Element => {
  const body = document.querySelector('#torrentsTableDiv > table > tbody');
  if (!body) throw new Error('no list');
  return body;
};

export const badgesIn = (root: ParentNode): readonly Element[] => [...root.querySelectorAll(badgeTag)];

/** The page script looks once per frame, and the answer to what it saw is drawn in the next. */
export async function frames(count = 2): Promise<void> {
  for (let frame = 0; frame < count; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** An event as the browser makes it for a person. */
export function trusted<T extends Event>(event: T): T {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}

/** happy-dom follows links for real; here it is enough that they would be followed. */
export function leaveLinksAlone(): void {
  const { happyDOM } = window as unknown as { happyDOM: { settings: { navigation: object } } };
  Object.assign(happyDOM.settings.navigation, {
    disableMainFrameNavigation: true,
    disableChildPageNavigation: true,
  });
}
