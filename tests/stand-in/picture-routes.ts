import { poster } from './picture.ts';
import { mayRead, type Pms, type PmsRequest, type Route, route } from './pms.ts';
import { htmlError, type Reply } from './reply.ts';

const png = (seed: string, width: number, height: number): Reply => ({
  kind: 'bytes',
  type: 'image/png',
  body: poster(seed, width, height),
});

function itemPicture(pms: Pms, request: PmsRequest, width: number, height: number): Reply {
  const [key = '', kind = 'thumb'] = request.params;
  const item = pms.library.items.get(key);
  if (!item?.isMatched || !mayRead(request.access, item.section)) return htmlError(404);
  return png(`${kind}|${item.matchedTitle}|${item.year ?? ''}|${item.index ?? ''}`, width, height);
}

/** Scales a picture of this server. Anything but one of its own paths is refused here; a real server would fetch it. */
function transcode(pms: Pms, request: PmsRequest): Reply {
  const size = (name: string): number =>
    Math.min(1000, Math.max(0, Math.floor(Number(request.query[name])) || 0));
  const [width, height] = [size('width'), size('height')];
  const source = /^\/library\/metadata\/(\d+)\/(thumb|art)\b/.exec(request.query.url ?? '');
  if (width === 0 || height === 0) return htmlError(400);
  if (!source) return htmlError(404);
  return itemPicture(pms, { ...request, params: source.slice(1) }, width, height);
}

/** Where the bundled web app lives: open to anyone, since it asks for a sign-in by itself. */
const webApp = `<!doctype html><html><head><title>Plex</title></head><body><h1>Plex Web</h1>
<p id="at"></p><script>document.getElementById('at').textContent = decodeURIComponent(location.hash);</script></body></html>`;

export const pictureRoutes: readonly Route[] = [
  route('GET', /^\/web(?:\/index\.html)?$/, 'open', () => ({ kind: 'html', status: 200, html: webApp })),
  route('GET', /^\/library\/metadata\/(\d+)\/(thumb|art|banner|poster)(?:\/\d+)?$/, 'any', (pms, request) =>
    itemPicture(pms, request, 200, 300),
  ),
  route('GET', /^\/photo\/:\/transcode$/, 'any', transcode),
  route('GET', /^\/library\/sections\/(\d+)\/composite\/\d+$/, 'any', (_pms, { params }) =>
    png(`section|${params[0] ?? ''}`, 200, 300),
  ),
  route('GET', /^\/:\/resources\/([\w-]+)\.(?:png|jpg)$/, 'any', (_pms, { params }) =>
    png(`resource|${params[0] ?? ''}`, 100, 100),
  ),
];
