import './torrents.css';
import { badgeWords } from '../../../entrypoints/torrent-page.content/words.ts';
import { badgeTag } from '../../../lib/content/badge-style.ts';
import { decoratePage } from '../../../lib/content/decorate-page.ts';
import type { PagePort } from '../../../lib/content/page-link.ts';
import { parseInfoHash } from '../../../lib/domain/info-hash.ts';
import type { PageUpdate } from '../../../lib/messages/contract.ts';
import type { WebUi } from '../../../lib/ports/web-ui.ts';
import type { TorrentScene } from './torrent-scenes.ts';

const lookAlike: WebUi = {
  id: 'look-alike',
  client: 'look-alike',
  matches: () => true,
  list: (document) => document.querySelector('.look-alike tbody'),
  scroller: () => null,
  rows: (list) => [...list.children],
  infoHashOf: (row) => parseInfoHash(row.getAttribute('data-hash')),
  hasReader: false,
  nameCell: (row) => row.firstElementChild,
  rowIdentityAttributes: ['data-hash'],
  rewrites: 'cell',
};

const hashOf = (row: number): string => row.toString(16).padStart(40, '0');

/** Draws the page, and has a key pressed as a person does: the page script takes no other. */
export async function drawTorrents(root: Element, { torrents, menu, isNarrow }: TorrentScene): Promise<void> {
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, { ...init, mode: 'open' }); // for axe, which can not look into closed ones
  };
  drawPage(root, torrents, isNarrow ? 'look-alike narrow' : 'look-alike');
  const { signal } = new AbortController();
  decoratePage({
    document,
    webUis: [lookAlike],
    words: badgeWords,
    connect: () => background(torrents, menu),
    signal,
  });
  await until(() => document.querySelectorAll(badgeTag).length === torrents.length);
  if (!menu) return;
  const badge = document.querySelectorAll(badgeTag)[menu.row]?.shadowRoot;
  const link = badge?.querySelector('a');
  (link ?? badge?.querySelector('button'))?.focus();
  if (link) await window.pressKey('Tab'); // to the button behind it, which a narrow cell shows only now
  await window.pressKey('Enter');
  await until(
    () => (document.querySelector('marquee-menu')?.shadowRoot?.querySelectorAll('p, li').length ?? 0) > 0,
  );
}

function drawPage(root: Element, torrents: TorrentScene['torrents'], className: string): void {
  const main = document.createElement('main');
  main.className = className;
  const title = document.createElement('h1');
  title.textContent = 'Torrents';
  const table = document.createElement('table');
  for (const [at, [name]] of torrents.entries()) {
    const row = table.insertRow();
    row.dataset.hash = hashOf(at);
    for (const text of [name, '1.4 GiB', 'Seeding']) row.insertCell().append(text);
  }
  main.append(title, table);
  root.append(main);
}

function background(torrents: TorrentScene['torrents'], menu: TorrentScene['menu']): PagePort {
  let say: (message: PageUpdate) => void = () => undefined;
  const badges = Object.fromEntries(torrents.map(([, view], at) => [hashOf(at), view]));
  return {
    post: (message) => {
      if (message.type === 'watch') say({ type: 'badges', badges });
      if (message.type !== 'details' || menu?.details === undefined) return;
      say({ type: 'details', hash: message.hash, details: menu.details });
    },
    onMessage: (listener) => {
      say = listener;
    },
    onClosed: () => undefined,
    close: () => undefined,
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(requestAnimationFrame);
}
