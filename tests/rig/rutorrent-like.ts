import type { RtorrentApi } from './rtorrent-api.ts';
import { runRutorrentLike } from './rutorrent-like-page.ts';

/** What the page shows of a torrent. */
export interface ShownTorrent {
  readonly name: string;
  readonly status: string;
  readonly size: number;
  readonly label: string;
}

const fields = ['d.hash', 'd.name', 'd.complete', 'd.hashing', 'd.size_bytes', 'd.custom1'];
const widths = { Name: 200, Status: 100, Size: 70, Label: 60 };

const style = `
body { margin: 0; font: 11px sans-serif; display: flex; height: 100vh; overflow: hidden }
#CatList { width: 160px; flex: none } #CatList li { cursor: pointer }
#main-info { flex: 1; display: flex; flex-direction: column; min-width: 0 }
#List { position: relative; flex: 1; min-height: 0; display: flex; flex-direction: column; overflow: hidden; background: #fff }
.stable-body { width: 100%; flex: 1 1 auto; overflow: auto; overflow-anchor: none; background: #f5f5f5 }
.stable table { table-layout: fixed; width: 0; border-spacing: 0 }
.stable td { white-space: nowrap; padding: 0; overflow: hidden }
.stable thead { position: sticky; inset-block-start: 0; background: #eee; z-index: 2 }
.stable tbody tr { cursor: pointer } .stable tbody td { border-top: 1px solid #e0e0e0; height: 20px }
.stable tbody td div { margin: 0 5px; overflow: hidden; text-overflow: ellipsis; line-height: 18px }
.stable-icon { display: inline-block; width: 16px; height: 16px; margin-inline-end: 5px; vertical-align: middle; background: #3a3 }
tr.selected td { background: #cfdeef }
#tdetails { height: 120px; flex: none }`;

const columns = Object.entries(widths);

const html = `<!DOCTYPE html>
<html class="webkit light-theme">
<head><meta charset="utf-8"><title>ruTorrent-like</title><style>${style}</style></head>
<body>
<div id="CatList"><input id="query" aria-label="Search"><ul></ul></div>
<div id="main-info">
<div id="list-table" style="flex:1;min-height:0;display:flex"><div id="List" class="stable"><div class="stable-body"><table>
<colgroup>${columns.map(([, width]) => `<col style="width: ${width}px;">`).join('')}</colgroup>
<thead><tr>${columns.map(([name]) => `<td><div><span>${name}</span></div></td>`).join('')}</tr></thead>
<tbody class="stable-virtpad"><tr style="height: 0px;"></tr></tbody>
<tbody></tbody>
<tbody class="stable-virtpad"><tr style="height: 0px;"></tr></tbody>
</table></div></div></div>
<div id="tdetails"></div>
</div>
<script>(${runRutorrentLike})()</script>
</body>
</html>`;

async function list(api: RtorrentApi): Promise<Record<string, ShownTorrent>> {
  const torrents: Record<string, ShownTorrent> = {};
  for (const row of await api.torrents(...fields)) {
    const [hash = '', name = '', complete, hashing, size, label = ''] = row;
    const status = hashing === '0' ? (complete === '1' ? 'Seeding' : 'Downloading') : 'Checking';
    torrents[hash] = { name, status, size: Number(size), label: decodeURIComponent(label) };
  }
  return torrents;
}

/**
 * A page that behaves towards other scripts as ruTorrent 5.3's list does, to have one where ruTorrent itself can't be
 * shipped. It shares no code with it.
 */
export const rutorrentLike = (api: RtorrentApi) => ({ html, list: () => list(api) });
