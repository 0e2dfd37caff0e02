import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import styles from './AccessPanel.module.css';
import { Panel } from './Panel.tsx';
import { addressesOf } from './settings-view.ts';

/** Every address the browser lets Marquee talk to, each to be taken back; and those in use that it does not. */
export function AccessPanel({
  settings,
  access,
}: {
  readonly settings: SettingsView;
  readonly access: HostAccess;
}) {
  const granted = useGranted(access);
  if (!granted) return null;
  const inUse = new Map(addressesOf(settings).map((address) => [access.patternOf(address), address]));
  const missing = [...inUse].filter(([pattern]) => !granted.includes(pattern));
  return (
    <Panel heading={i18n.t('about.addressesHeading')}>
      {granted.length + missing.length === 0 && <p>{i18n.t('about.noAddresses')}</p>}
      <ul className={styles.list}>
        {missing.map(([pattern, address]) => (
          <li key={pattern} className={styles.missing}>
            <Icon name="lock" />
            <Origin pattern={pattern} note={i18n.t('about.access.missing')} />
            <Button small look="primary" onClick={() => void access.request(address)}>
              {i18n.t('about.access.allowAgain')}
              <Of pattern={pattern} />
            </Button>
          </li>
        ))}
        {granted.map((pattern) => (
          <li key={pattern}>
            <Icon name="check" />
            <Origin
              pattern={pattern}
              note={inUse.has(pattern) || isPlexTv(pattern) ? null : i18n.t('about.access.unused')}
            />
            <Button small onClick={() => void access.revoke(pattern)}>
              {i18n.t('about.access.revoke')}
              <Of pattern={pattern} />
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const isPlexTv = (pattern: string): boolean => pattern === 'https://plex.tv/*';
const shown = (pattern: string): string => pattern.replace(/\/\*$/, '');

function Origin({ pattern, note }: { readonly pattern: string; readonly note: string | null }) {
  return (
    <span className={styles.origin}>
      <Name text={shown(pattern)} kind="path" />
      {note && <span className={styles.note}>{note}</span>}
    </span>
  );
}

const Of = ({ pattern }: { readonly pattern: string }) => (
  <span className="visually-hidden">
    {' '}
    <Sentence text={messageOf('about.access.of')} slots={{ address: <Name text={shown(pattern)} /> }} />
  </span>
);

/** What the browser has granted, also when that changes in its own settings; `null` until it has said so. */
function useGranted(access: HostAccess): readonly string[] | null {
  const [granted, setGranted] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const read = (): void => {
      void access.list().then((patterns) => isCurrent && setGranted([...patterns].sort()));
    };
    read();
    const stop = access.onChange(read);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [access]);
  return granted;
}
