import { useCallback, useEffect, useState } from 'react';
import type { HostAccess } from '../host-access.ts';

/** plex.tv answers about people at two names. */
const addresses = ['https://plex.tv/', 'https://clients.plex.tv/'] as const;

export interface PlexTvAccess {
  /** `null` until the browser has said so. */
  readonly isAllowed: boolean | null;
  /** Call first in a click: after any other wait it no longer counts as one. */
  readonly allow: () => void;
}

/** Whether the browser lets us ask plex.tv about people. */
export function usePlexTvAccess(access: HostAccess): PlexTvAccess {
  const [isAllowed, setAllowed] = useState<boolean | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const look = (): void => {
      access.list().then(
        (granted) => isCurrent && setAllowed(covers(access, granted)),
        () => isCurrent && setAllowed(false),
      );
    };
    look();
    const stop = access.onChange(look);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [access]);
  const allow = useCallback((): void => {
    access.requestAll(addresses).then(
      (isGranted) => isGranted && setAllowed(true),
      () => setAllowed(false),
    );
  }, [access]);
  return { isAllowed, allow };
}

/** Each of them by itself, or with everything else. */
const covers = ({ patternOf }: HostAccess, granted: readonly string[]): boolean =>
  ['https://*/*', '*://*/*', '<all_urls>'].some((one) => granted.includes(one)) ||
  addresses.every(
    (address) => granted.includes(patternOf(address)) || granted.includes('https://*.plex.tv/*'),
  );
