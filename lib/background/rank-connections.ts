import type { ProbedAddress, ServerAddress } from '../domain/account-server.ts';
import { isOpenToAll } from '../domain/web-address.ts';

/**
 * The addresses that may be used, best first: the person's own, https at home, http at home (with consent), https from
 * outside, a relay. Of two that are alike, the quicker. What answered wrongly or not at all is left out, and so is http
 * over the internet, unless the person typed it: the token could be read on its way.
 */
export function usableConnections(
  probed: readonly ProbedAddress[],
  allowHttp: boolean,
): readonly ProbedAddress[] {
  return probed
    .flatMap((one) => {
      const rank = one.code === null ? rankOf(one, allowHttp) : null;
      return rank === null ? [] : [{ one, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.one.tookMs - b.one.tookMs)
    .map(({ one }) => one);
}

function rankOf({ address, reach }: ServerAddress, allowHttp: boolean): number | null {
  if (reach === 'own') return 0;
  const url = URL.parse(address);
  if (url?.protocol === 'https:') return { local: 1, remote: 3, relay: 4 }[reach];
  return url && allowHttp && reach === 'local' && !isOpenToAll(url) ? 2 : null;
}
