import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { hostOf } from '../options/address.ts';
import { ClientForm } from '../options/ClientForm.tsx';
import type { ClientKind } from '../options/client-kind.ts';
import { Panel } from '../options/Panel.tsx';
import { SavedClient } from '../options/SavedClient.tsx';
import type { LiveSettings } from '../options/settings-view.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { Card } from './Card.tsx';
import styles from './WelcomePage.module.css';

/** Step two: the torrent page. Takes the focus when step one has just been done. */
export function PageCard({
  settings,
  live,
  access,
  overview,
  kinds,
}: {
  readonly settings: SettingsView;
  readonly live: LiveSettings;
  readonly access: HostAccess;
  readonly overview: Overview;
  readonly kinds: readonly ClientKind[];
}) {
  const { clients, servers } = settings;
  const form = useRef<HTMLDivElement>(null);
  const hadServer = useRef(servers.length > 0);
  useEffect(() => {
    if (servers.length > 0 && !hadServer.current) {
      form.current?.querySelector<HTMLElement>('[name=address]')?.focus();
    }
    hadServer.current = servers.length > 0;
  }, [servers.length]);
  const [first] = clients;
  return (
    <Card
      number={2}
      heading={i18n.t('welcome.page.heading')}
      text={i18n.t('welcome.page.text')}
      isDone={clients.length > 0}
    >
      {clients.map((client) => (
        <SavedClient
          key={client.id}
          state={overview.clients.find(({ id }) => id === client.id) ?? null}
          {...{ client, kinds, live, access }}
          onSaved={async () => void (await live.reload())}
        />
      ))}
      {first ? (
        <div>
          <LinkButton icon="outward" href={first.address} newTab>
            <Sentence
              text={messageOf('welcome.page.openPage')}
              slots={{ page: <Name text={hostOf(first.address)} /> }}
            />
          </LinkButton>
        </div>
      ) : (
        <div ref={form} className={styles.content}>
          <Panel heading={i18n.t('clients.addHeading')}>
            <ClientForm
              client={null}
              kinds={kinds}
              access={access}
              onSaved={async () => void (await live.reload())}
              onCancel={null}
            />
          </Panel>
          <p className={styles.text}>{i18n.t('welcome.page.hint')}</p>
        </div>
      )}
    </Card>
  );
}
