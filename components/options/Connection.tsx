import { type ReactNode, useState } from 'react';
import { i18n } from '#i18n';
import type { ErrorCode } from '../../lib/domain/errors.ts';
import type { Remedy } from '../error-text.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useAction } from '../use-action.ts';
import styles from './Connection.module.css';
import { Panel } from './Panel.tsx';
import { RemedyButton } from './RemedyButton.tsx';

export type ConnectionState = 'checking' | 'well' | 'trouble';

const icons: Record<ConnectionState, IconName> = { checking: 'clock', well: 'online', trouble: 'alert' };

interface Props {
  readonly name: string;
  /** Beside the name. */
  readonly mark?: ReactNode;
  readonly address: string;
  readonly state: ConnectionState;
  readonly facts: readonly ReactNode[];
  readonly code: ErrorCode | null;
  readonly onRemedy: (remedy: Remedy) => void;
  readonly isEdited: boolean;
  /** Opens the form, or closes it. */
  readonly onEdit: () => void;
  /** With `{server}` and `{address}` to be filled in. */
  readonly removeQuestion: string;
  readonly removeText: string;
  readonly onRemove: () => Promise<void>;
  readonly children?: ReactNode;
}

/** Something that is connected, server or torrent page: how it is, and buttons to change and remove it. */
export function Connection(props: Props) {
  const { name, mark, address, state, facts, code, onRemedy, isEdited, onEdit, children } = props;
  const [removing, setRemoving] = useState(false);
  return (
    <Panel
      heading={
        <>
          {mark} <Name text={name} />
        </>
      }
    >
      <div className={styles.summary}>
        <p className={styles.facts}>
          <span className={styles[state]}>
            <Icon name={icons[state]} />
            {i18n.t(`connection.${state}`)}
          </span>
          <Name text={address} />
          {facts.map((fact, at) => (
            <span key={at}>{fact}</span>
          ))}
        </p>
        <div className={styles.actions}>
          <Button aria-expanded={isEdited} onClick={onEdit}>
            {i18n.t('options.edit')}
          </Button>
          <Button icon="bin" onClick={() => setRemoving(true)}>
            {i18n.t('options.remove')}
          </Button>
        </div>
      </div>
      {code && (
        <Notice tone="bad" actions={<RemedyButton code={code} page={address} onRemedy={onRemedy} />}>
          <p>
            <ErrorSentence code={code} about={{ server: name }} />
          </p>
        </Notice>
      )}
      {children}
      {removing && <RemoveQuestion {...props} onCancel={() => setRemoving(false)} />}
    </Panel>
  );
}

function RemoveQuestion({
  name,
  address,
  removeQuestion,
  removeText,
  onRemove,
  onCancel,
}: Props & { readonly onCancel: () => void }) {
  const { run, busy, failure } = useAction();
  const slots = { server: <Name text={name} />, address: <Name text={address} /> };
  return (
    <Confirm
      question={<Sentence text={removeQuestion} slots={slots} />}
      action={i18n.t('options.remove')}
      busy={busy}
      onCancel={onCancel}
      onConfirm={() => void run(onRemove)}
    >
      {failure ? (
        <ErrorSentence code={failure.code} about={{ server: name }} />
      ) : (
        <Sentence text={removeText} slots={slots} />
      )}
    </Confirm>
  );
}
