// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { webUis } from '../../lib/web-uis/index.ts';
import { qbittorrent } from '../../lib/web-uis/qbittorrent.ts';
import { listBody, openSavedPage, versions } from '../content/support/torrent-page.ts';

const headers = (): readonly Element[] => [
  ...document.querySelectorAll('#torrentsTableFixedHeaderDiv th.column_name'),
];

describe.each(versions)('the page of qBittorrent %s', (version) => {
  beforeEach(() => openSavedPage(version));

  it('is recognised, and by nobody else', () => {
    expect(webUis.filter((webUi) => webUi.matches(document)).map(({ id }) => id)).toEqual(['qbittorrent']);
  });

  it('has its rows in the list that scrolls', () => {
    const list = qbittorrent.list(document);
    expect(list).toBe(listBody());
    expect(qbittorrent.scroller(document)?.contains(list)).toBe(true);
    expect(qbittorrent.rows(listBody())).toHaveLength(6);
  });

  it('tells the torrent of every row', () => {
    const hashes = qbittorrent.rows(listBody()).map((row) => qbittorrent.infoHashOf(row));
    expect(new Set(hashes).size).toBe(6);
    expect(hashes).toContain('0019cac2fa2a37f6468bbf2b10112f446067c235');
  });

  it('has the name in the cell under the header of that name', () => {
    const names = qbittorrent.rows(listBody()).map((row) => qbittorrent.nameCell(row)?.textContent);
    expect(names).toContain('Show.20.S01E05.n325.1080p.mkv');
  });

  it('is followed when the name column is moved', () => {
    for (const header of headers()) header.parentElement?.append(header);
    for (const row of qbittorrent.rows(listBody())) row.append(row.children[2] ?? '');
    const names = qbittorrent.rows(listBody()).map((row) => qbittorrent.nameCell(row)?.textContent);
    expect(names).toContain('Show.20.S01E05.n325.1080p.mkv');
  });

  it('has no name cell while the name column is hidden', () => {
    for (const header of headers()) header.classList.add('invisible');
    expect(qbittorrent.rows(listBody()).map((row) => qbittorrent.nameCell(row))).toEqual(Array(6).fill(null));
  });
});

describe('a page', () => {
  beforeEach(() => openSavedPage('4.5.2'));

  it('of an instance with a name, speeds in its title and no mark is recognised by the title', () => {
    document.querySelector('meta')?.remove();
    document.title = '[D: 1.2 MiB/s, U: 3 KiB/s] qBittorrent v4.3.9 Web UI — nas';
    expect(qbittorrent.matches(document)).toBe(true);
  });

  it('without the list is not recognised: the sign-in page has the title only', () => {
    document.querySelector('#torrentsTableDiv')?.remove();
    expect(qbittorrent.matches(document)).toBe(false);
    expect(qbittorrent.list(document)).toBeNull();
  });

  it('of something else with such a list is not recognised', () => {
    document.querySelector('meta')?.remove();
    document.title = 'VueTorrent';
    expect(qbittorrent.matches(document)).toBe(false);
  });

  it('of 4.3 and older tells no hashes', () => {
    for (const row of listBody().children) row.removeAttribute('data-row-id');
    expect(qbittorrent.rows(listBody()).map((row) => qbittorrent.infoHashOf(row))).toEqual(
      Array(6).fill(undefined),
    );
  });

  it('with something else where the hash should be tells no hash', () => {
    const [row] = qbittorrent.rows(listBody());
    row?.setAttribute('data-row-id', '../../etc/passwd');
    expect(row && qbittorrent.infoHashOf(row)).toBeUndefined();
  });
});
