const hostedApp = 'https://app.plex.tv/desktop/';

/** Where "View in Plex" opens: the hosted app, the web app that the server itself carries, or the app of the device. */
export type LinkBase =
  | { readonly kind: 'hosted' | 'app' }
  | { readonly kind: 'server'; readonly address: string };

const isMachineIdentifier = (text: string): boolean => /^[0-9a-z-]{8,64}$/i.test(text);
const isRatingKey = (text: string): boolean => /^[0-9]{1,20}$/.test(text);

/**
 * The address that opens an item in Plex's web app, or, as Seerr links to it, in the Plex app of the device. It never
 * holds a token.
 *
 * Built from `ratingKey`, not from an item's `key` (a show's `key` ends in `/children`). The fragment is literal,
 * only the value of `key` is encoded, as Plex's own links are. `undefined` when a part is not what it should be:
 * both parts come from a server and could hold anything.
 */
export function plexLink(
  target: { readonly machineIdentifier: string; readonly ratingKey: string },
  base: LinkBase = { kind: 'hosted' },
): string | undefined {
  if (!isMachineIdentifier(target.machineIdentifier) || !isRatingKey(target.ratingKey)) return undefined;
  const key = encodeURIComponent(`/library/metadata/${target.ratingKey}`);
  if (base.kind === 'app') return `plex://preplay/?metadataKey=${key}&server=${target.machineIdentifier}`;
  const root = base.kind === 'server' ? webAppOf(base.address) : hostedApp;
  return root && `${root}#!/server/${target.machineIdentifier}/details?key=${key}`;
}

function webAppOf(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}/web/index.html`;
}
