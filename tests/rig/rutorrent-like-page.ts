import type { ShownTorrent } from './rutorrent-like.ts';

/**
 * The script of the page; it runs in a browser and knows nothing from outside. What it does as ruTorrent 5.3 does, as
 * seen there: rows of the window in view and some around it, each with the upper-case info hash as its id; rows that
 * are there are used again, all of them taken out and put back at once; rows that leave are thrown away; a changed text
 * is written into the last child of its cell.
 */
export function runRutorrentLike(): void {
  const rowHeight = 21;
  const around = 4;
  const scroller = document.querySelector<HTMLElement>('.stable-body');
  const [above, body, below] = document.querySelectorAll<HTMLElement>('#List tbody');
  const query = document.querySelector<HTMLInputElement>('#query');
  const labels = document.querySelector('#CatList ul');
  if (!scroller || !above || !body || !below || !query || !labels) throw new Error('the page is not whole');

  let torrents: Record<string, ShownTorrent> = {};
  let order: string[] = [];
  let sort = { column: 0, up: true };
  let label: string | null = null;

  const cellsOf = (torrent: ShownTorrent): string[] => [
    torrent.name,
    torrent.status,
    `${torrent.size} B`,
    torrent.label || '\u00a0',
  ];

  function makeRow(hash: string, torrent: ShownTorrent): HTMLTableRowElement {
    const row = document.createElement('tr');
    row.id = hash;
    row.title = torrent.name;
    for (const [at, text] of cellsOf(torrent).entries()) {
      const cell = row.insertCell();
      cell.className = `stable-List-col-${at}`;
      const inner = cell.appendChild(document.createElement('div'));
      if (at === 0) inner.appendChild(document.createElement('span')).className = 'stable-icon';
      inner.append(text);
    }
    return row;
  }

  function updateRow(row: HTMLTableRowElement, torrent: ShownTorrent): void {
    for (const [at, text] of cellsOf(torrent).entries()) {
      const inner = row.cells[at]?.lastChild;
      const before = [...(inner?.childNodes ?? [])].find((node) => node.nodeType === 3)?.nodeValue;
      if (inner && before !== text) inner.textContent = text;
    }
  }

  function draw(): void {
    if (!scroller || !above || !body || !below) return;
    const first = Math.max(0, Math.floor(scroller.scrollTop / (rowHeight * 2)) * 2 - around);
    const last = Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight) + around;
    const rows = order.slice(first, last + 1).flatMap((hash) => {
      const torrent = torrents[hash];
      if (!torrent) return [];
      return [document.getElementById(hash) ?? makeRow(hash, torrent)];
    });
    const pads = [first, Math.max(0, order.length - last)];
    for (const [at, pad] of [above, below].entries()) {
      const row = pad.querySelector('tr');
      if (row) row.style.height = `${(pads[at] ?? 0) * rowHeight}px`;
    }
    body.replaceChildren(...rows);
  }

  function arrange(): void {
    const text = query?.value.toLowerCase() ?? '';
    const direction = sort.up ? 1 : -1;
    const key = (hash: string): string => {
      const torrent = torrents[hash];
      return torrent ? (cellsOf(torrent)[sort.column] ?? '') : '';
    };
    order = Object.entries(torrents)
      .filter(([, one]) => one.name.toLowerCase().includes(text) && (label === null || one.label === label))
      .map(([hash]) => hash)
      .sort((a, b) => direction * key(a).localeCompare(key(b), 'en', { numeric: true }));
    draw();
  }

  async function refresh(): Promise<void> {
    const answer = await fetch('plugins/httprpc/action.php', { method: 'POST', body: 'mode=list' });
    if (answer.headers.get('content-type') !== 'application/json') return;
    const listed: Record<string, ShownTorrent> | false = await answer.json();
    if (listed === false) return;
    torrents = listed;
    for (const row of body?.querySelectorAll('tr') ?? []) {
      const torrent = torrents[row.id];
      if (torrent) updateRow(row, torrent);
    }
    const known = [...new Set(Object.values(torrents).map((torrent) => torrent.label))].sort();
    const items = known.map((name) => {
      const item = document.createElement('li');
      item.textContent = name || 'No label';
      item.onclick = () => {
        label = label === name ? null : name;
        arrange();
      };
      return item;
    });
    labels?.replaceChildren(...items);
    arrange();
  }

  for (const [column, header] of document.querySelectorAll<HTMLElement>('#List thead td').entries()) {
    header.onclick = () => {
      sort = { column, up: sort.column === column ? !sort.up : true };
      arrange();
    };
  }
  scroller.addEventListener('scroll', draw);
  window.addEventListener('resize', draw);
  query.addEventListener('input', arrange);
  body.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    for (const other of body.querySelectorAll('tr')) other.className = other === row ? 'selected' : '';
  });
  const again = (): void => void refresh().finally(() => setTimeout(again, 1_000));
  again();
}
