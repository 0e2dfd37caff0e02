import { useEffect, useId, useRef } from 'react';
import { i18n } from '#i18n';
import { parsePath } from '../../lib/domain/media-path.ts';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import { displayName } from '../../lib/domain/text.ts';
import { Button } from '../ui/Button.tsx';
import { Choice, Field } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { hostOf } from './address.ts';
import styles from './MappingRows.module.css';
import type { MappingDraft, MappingRow } from './mapping-draft.ts';
import { UndoNotice } from './UndoNotice.tsx';

interface Props {
  readonly draft: MappingDraft;
  readonly clients: readonly ClientSettings[];
  /** Root folders of the Plex libraries, to choose from. */
  readonly locations: readonly { readonly sectionTitle: string; readonly path: string }[];
  /** Also points out what has been left empty. */
  readonly showAll: boolean;
}

/** The mappings as rows of two paths. Removing one can be undone until the page is left. */
export function MappingRows({ draft, clients, locations, showAll }: Props) {
  const listId = useId();
  return (
    <>
      <ul className={styles.rows}>
        {draft.rows.map((row, at) => (
          <Row key={row.key} {...{ row, draft, clients, showAll, listId }} number={at + 1} />
        ))}
      </ul>
      <datalist id={listId}>
        {locations.map(({ sectionTitle, path }) => (
          <option key={`${sectionTitle}:${path}`} value={path} label={displayName(sectionTitle)} />
        ))}
      </datalist>
      {draft.canUndo && <UndoNotice key={draft.removals} text={i18n.t('paths.removed')} undo={draft.undo} />}
    </>
  );
}

function Row({
  row,
  number,
  draft,
  clients,
  showAll,
  listId,
}: Omit<Props, 'locations'> & {
  readonly row: MappingRow;
  readonly number: number;
  readonly listId: string;
}) {
  const { key, clientId, from, to } = row;
  const group = useRef<HTMLFieldSetElement>(null);
  const isNew = draft.added === key;
  useEffect(() => {
    if (!isNew) return;
    const fields = [...(group.current?.querySelectorAll('input') ?? [])];
    (fields.find((field) => field.value === '') ?? fields[0])?.focus();
  }, [isNew]);
  const isBegun = from.trim() !== '' || to.trim() !== '';
  const problemOf = (path: string): string | undefined => {
    const isDue = path.trim() !== '' || (showAll && isBegun);
    return isDue && !parsePath(path.trim()) ? i18n.t('paths.notAbsolute') : undefined;
  };
  return (
    <li>
      <fieldset ref={group} className={styles.row}>
        <legend className="visually-hidden">{i18n.t('paths.row', { number })}</legend>
        <Field
          label={i18n.t('paths.from')}
          problem={problemOf(from)}
          value={from}
          dir="ltr"
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => draft.change(key, { from: event.target.value })}
        />
        <span className={styles.towards}>
          <Icon name="towards" />
        </span>
        <Field
          label={i18n.t('paths.to')}
          problem={problemOf(to)}
          value={to}
          list={listId}
          dir="ltr"
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => draft.change(key, { to: event.target.value })}
        />
        <div className={styles.remove}>
          <Button look="quiet" icon="bin" onClick={() => draft.remove(key)}>
            {i18n.t('options.remove')}
            <span className="visually-hidden"> {i18n.t('paths.row', { number })}</span>
          </Button>
        </div>
        {(clients.length > 1 || clientId !== null) && (
          <Choice
            label={i18n.t('paths.client')}
            value={clientId ?? ''}
            onChange={(event) => draft.change(key, { clientId: event.target.value || null })}
          >
            <option value="">{i18n.t('paths.allClients')}</option>
            {clients.map(({ id, address }) => (
              <option key={id} value={id}>
                {hostOf(address)}
              </option>
            ))}
          </Choice>
        )}
      </fieldset>
    </li>
  );
}
