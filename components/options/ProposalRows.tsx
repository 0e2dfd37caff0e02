import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { isSamePath, type PathMapping } from '../../lib/domain/media-path.ts';
import type { MappingProposalView, SettingsView } from '../../lib/messages/contract.ts';
import { Button, type ButtonLook } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { wholeNumber } from '../ui/times.ts';
import { useAction } from '../use-action.ts';
import { hostOf } from './address.ts';
import styles from './ProposalPanel.module.css';

interface Props {
  readonly proposals: readonly MappingProposalView[];
  readonly settings: SettingsView;
  readonly onKeep: (mappings: readonly PathMapping[]) => Promise<void>;
}

/** The proposals, each with its votes and a button to keep it. One that was kept stays where it was. */
export function ProposalRows({ proposals, settings, onKeep }: Props) {
  const { run, busy, failure } = useAction();
  const { clients, mappings } = settings;
  const isKept = ({ clientId, from, to }: MappingProposalView): boolean =>
    mappings.some(
      (one) =>
        (one.clientId === null || one.clientId === clientId) &&
        isSamePath(one.from, from) &&
        isSamePath(one.to, to),
    );
  const open = proposals.filter((one) => !isKept(one));
  const keep = (some: readonly MappingProposalView[]): void => {
    const kept = some.map(({ clientId, from, to }) => ({
      clientId: clients.length > 1 ? clientId : null,
      from,
      to,
    }));
    void run(() => onKeep(kept));
  };
  return (
    <>
      <ul className={styles.rows}>
        {proposals.map((one) => (
          <li key={`${one.clientId}:${one.from}`} className={styles.row}>
            <Proposal proposal={one} host={hostIn(clients, one.clientId)} />
            <KeepButton
              look={proposals.length > 1 ? 'plain' : 'primary'}
              isKept={isKept(one)}
              busy={busy}
              onKeep={() => keep([one])}
            >
              {i18n.t('proposals.keep')}
              <span className="visually-hidden">
                {' '}
                <Name text={one.from} kind="path" />
              </span>
            </KeepButton>
            <Disclosure label={i18n.t('proposals.why')}>
              <Evidence proposal={one} />
            </Disclosure>
          </li>
        ))}
      </ul>
      {proposals.length > 1 && (
        <div>
          <KeepButton look="primary" isKept={open.length === 0} busy={busy} onKeep={() => keep(open)}>
            {i18n.t('proposals.keepAll')}
          </KeepButton>
        </div>
      )}
      {failure && (
        <p role="alert">
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </>
  );
}

/** Once kept it says so in the same place, and keeps the focus. */
function KeepButton({
  look,
  isKept,
  busy,
  onKeep,
  children,
}: {
  readonly look: ButtonLook;
  readonly isKept: boolean;
  readonly busy: boolean;
  readonly onKeep: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Button
      look={isKept ? 'quiet' : look}
      icon={isKept ? 'check' : 'plus'}
      aria-disabled={isKept || busy || undefined}
      onClick={isKept || busy ? undefined : onKeep}
    >
      {isKept ? i18n.t('proposals.kept') : children}
    </Button>
  );
}

function Proposal({
  proposal: { from, to, votes, share },
  host,
}: {
  readonly proposal: MappingProposalView;
  readonly host: string | null;
}) {
  const total = Math.max(votes, Math.round(votes / share));
  return (
    <div className={styles.what}>
      <p className={styles.paths}>
        <Name text={from} kind="path" />
        <Icon name="towards" />
        <Name text={to} kind="path" />
      </p>
      <p className={styles.facts}>
        <span>{i18n.t('proposals.seen', total, [wholeNumber(votes), wholeNumber(total)])}</span>
        {host && (
          <span>
            <Name text={host} />
          </span>
        )}
      </p>
    </div>
  );
}

function Evidence({ proposal: { shownBy } }: { readonly proposal: MappingProposalView }) {
  return (
    <div className={styles.evidence}>
      <p>{i18n.t('proposals.evidence')}</p>
      <ul>
        {shownBy.map(({ name, clientPath, plexPath }) => (
          <li key={`${name}:${clientPath}`}>
            <p>
              <Name text={name} />
            </p>
            <p className={styles.paths}>
              <Name text={clientPath} kind="path" />
              <Icon name="towards" />
              <Name text={plexPath} kind="path" />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function hostIn(clients: SettingsView['clients'], clientId: string): string | null {
  const client = clients.length > 1 ? clients.find(({ id }) => id === clientId) : undefined;
  return client ? hostOf(client.address) : null;
}
