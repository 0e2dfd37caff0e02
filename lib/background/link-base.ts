import type { LinkBase } from '../domain/plex-link.ts';
import type { Settings } from '../domain/settings.ts';

/** Where links to a server's items lead, as the person chose. */
export function linkBase(settings: Settings, machineIdentifier: string | undefined): LinkBase {
  if (settings.openIn === 'app') return { kind: 'app' };
  const server = settings.servers.find((one) => one.machineIdentifier === machineIdentifier);
  return settings.openIn === 'server' && server
    ? { kind: 'server', address: server.address }
    : { kind: 'hosted' };
}
