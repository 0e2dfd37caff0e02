import { useEffect, useState } from 'react';
import type { LinkBase } from '../../lib/domain/plex-link.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { useAsk } from '../ask.tsx';

export type LinkBaseOf = (machineIdentifier: string) => LinkBase;

const hosted: LinkBaseOf = () => ({ kind: 'hosted' });
const app: LinkBaseOf = () => ({ kind: 'app' });

/** Where items of a server open, as the person chose it; the hosted app until that is known. */
export function useLinkBase(): LinkBaseOf {
  const ask = useAsk();
  const [settings, setSettings] = useState<Pick<Settings, 'servers' | 'openIn'> | null>(null);
  useEffect(() => {
    let isCurrent = true;
    ask('settings.read', {}).then(
      (view) => isCurrent && setSettings(view),
      () => isCurrent && setSettings(null), // the links then open in the hosted app, which works everywhere
    );
    return () => {
      isCurrent = false;
    };
  }, [ask]);
  if (settings?.openIn === 'app') return app;
  if (settings?.openIn !== 'server') return hosted;
  return (machineIdentifier) => {
    const server = settings.servers.find((one) => one.machineIdentifier === machineIdentifier);
    return server ? { kind: 'server', address: server.address } : { kind: 'hosted' };
  };
}
