/**
 * Where the RPC of a Transmission may be, likeliest first, from the address that a person gave: that of the page
 * (`…/web/`), of the RPC itself, or something above them. `rpc-url` in Transmission's settings, `/transmission/` unless
 * its owner chose otherwise, is what both have in common; a proxy may put more before it or take it off.
 */
export function rpcAddresses(address: string): readonly URL[] {
  const base = URL.parse(address);
  if (!base) return [];
  return placesBelow(base.pathname).map((place) => new URL(place, base.origin));
}

function placesBelow(path: string): readonly string[] {
  if (path.endsWith('/web/')) return [path.replace(/web\/$/, 'rpc')];
  if (path.endsWith('/rpc/')) return [path.slice(0, -1)];
  if (path.endsWith('/transmission/')) return [`${path}rpc`];
  return [`${path}transmission/rpc`, `${path}rpc`];
}
