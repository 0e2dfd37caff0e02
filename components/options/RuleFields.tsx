import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { LibraryRef } from '../../lib/domain/rules.ts';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import { displayName } from '../../lib/domain/text.ts';
import type { RuleChoices } from '../../lib/messages/contract.ts';
import { Button } from '../ui/Button.tsx';
import { Choice, Field } from '../ui/Field.tsx';
import { hostOf } from './address.ts';
import styles from './RuleFields.module.css';
import { delayOf, lacksLabel, type RuleDraft, type RuleRow } from './rule-draft.ts';

interface Props {
  readonly row: RuleRow;
  readonly number: number;
  readonly draft: RuleDraft;
  readonly clients: readonly ClientSettings[];
  readonly choices: RuleChoices;
  /** Of the labels to choose from. */
  readonly listId: string;
}

/** One rule: which downloads, and what happens with them. */
export function RuleFields(props: Props) {
  const { row, number, draft, clients, listId } = props;
  const { key, clientId, isForAll, label, ignore, isLeft } = row;
  const group = useRef<HTMLFieldSetElement>(null);
  const isNew = draft.added === key;
  useEffect(() => {
    if (isNew) group.current?.querySelector('select')?.focus();
  }, [isNew]);
  return (
    <li>
      <fieldset ref={group} className={styles.rule}>
        <legend className="visually-hidden">{i18n.t('behaviour.rules.row', { number })}</legend>
        <Choice
          label={i18n.t('behaviour.rules.about')}
          value={isForAll ? 'all' : 'label'}
          onChange={(event) => draft.change(key, { isForAll: event.target.value === 'all' }, true)}
        >
          <option value="label">{i18n.t('behaviour.rules.aboutLabel')}</option>
          <option value="all">{i18n.t('behaviour.rules.aboutAll')}</option>
        </Choice>
        {!isForAll && (
          <Field
            label={i18n.t('behaviour.rules.label')}
            problem={lacksLabel(row) && isLeft ? i18n.t('behaviour.rules.labelMissing') : undefined}
            value={label}
            list={listId}
            maxLength={200}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            onChange={(event) => draft.change(key, { label: event.target.value }, false)}
            onBlur={() => draft.change(key, { isLeft: true }, true)}
          />
        )}
        {(clients.length > 1 || clientId !== null) && (
          <Choice
            label={i18n.t('behaviour.rules.client')}
            value={clientId ?? ''}
            onChange={(event) => draft.change(key, { clientId: event.target.value || null }, true)}
          >
            <option value="">{i18n.t('behaviour.rules.everyClient')}</option>
            {clients.map(({ id, address }) => (
              <option key={id} value={id}>
                {hostOf(address)}
              </option>
            ))}
          </Choice>
        )}
        <Choice
          label={i18n.t('behaviour.rules.action')}
          value={ignore ? 'ignore' : 'scan'}
          onChange={(event) => draft.change(key, { ignore: event.target.value === 'ignore' }, true)}
        >
          <option value="scan">{i18n.t('behaviour.rules.scan')}</option>
          <option value="ignore">{i18n.t('behaviour.rules.ignore')}</option>
        </Choice>
        {!ignore && <ScanFields {...props} />}
        <div className={styles.remove}>
          <Button look="quiet" icon="bin" onClick={() => draft.remove(key)}>
            {i18n.t('options.remove')}
            <span className="visually-hidden"> {i18n.t('behaviour.rules.row', { number })}</span>
          </Button>
        </div>
      </fieldset>
    </li>
  );
}

/** How a download that is not ignored is scanned. */
function ScanFields({ row, draft, choices }: Props) {
  const { key, delay, library } = row;
  const idOf = ({ machineIdentifier, sectionKey }: LibraryRef): string =>
    JSON.stringify([machineIdentifier, sectionKey]);
  const known = choices.libraries.map((one) => ({ ...one, value: idOf(one) }));
  const hasServers = new Set(known.map(({ machineIdentifier }) => machineIdentifier)).size > 1;
  const chosen = library ? idOf(library) : '';
  const choose = (value: string): void => {
    const found = known.find((one) => one.value === value);
    if (!found && value !== '') return;
    const { machineIdentifier, sectionKey } = found ?? {};
    const next = machineIdentifier && sectionKey ? { machineIdentifier, sectionKey } : null;
    draft.change(key, { library: next }, true);
  };
  return (
    <>
      <Field
        label={i18n.t('behaviour.rules.delay')}
        hint={i18n.t('behaviour.rules.delayHint')}
        problem={delayOf(delay) === null ? i18n.t('behaviour.rules.delayWrong') : undefined}
        value={delay}
        inputMode="numeric"
        autoComplete="off"
        placeholder="0"
        onChange={(event) => draft.change(key, { delay: event.target.value }, false)}
        onBlur={() => draft.change(key, {}, true)}
      />
      <Choice
        label={i18n.t('behaviour.rules.library')}
        value={chosen}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{i18n.t('behaviour.rules.libraryByFolder')}</option>
        {known.map(({ value, title, serverName }) => (
          <option key={value} value={value}>
            {displayName(hasServers ? `${title} · ${serverName}` : title)}
          </option>
        ))}
        {chosen !== '' && !known.some(({ value }) => value === chosen) && (
          <option value={chosen}>{i18n.t('behaviour.rules.libraryUnknown')}</option>
        )}
      </Choice>
    </>
  );
}
