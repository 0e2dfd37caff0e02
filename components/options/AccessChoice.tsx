import { i18n } from '#i18n';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import { Field, RadioChoice, SecretField } from '../ui/Field.tsx';
import styles from './form.module.css';

type Access = ClientSettings['access'];

const words = {
  'browser-session': { label: 'clients.session', hint: 'clients.sessionHint', saved: 'clients.bySession' },
  password: { label: 'clients.password', hint: 'clients.passwordHint', saved: 'clients.byPassword' },
  'api-key': { label: 'clients.apiKey', hint: 'clients.apiKeyHint', saved: 'clients.byApiKey' },
} as const satisfies Record<Access, object>;

/** How to sign in: the ways this kind of client knows, and the fields of the chosen one. */
export function AccessChoice({
  accesses,
  chosen,
  choose,
  username,
}: {
  readonly accesses: readonly Access[];
  readonly chosen: Access;
  readonly choose: (access: Access) => void;
  /** `null`: the password stands alone. */
  readonly username: string | null;
}) {
  return (
    <>
      <fieldset className={styles.radios}>
        <legend>{i18n.t('clients.access')}</legend>
        {accesses.map((access) => (
          <RadioChoice
            key={access}
            name="access"
            value={access}
            label={i18n.t(
              access === 'password' && username === null ? 'clients.passwordField' : words[access].label,
            )}
            hint={i18n.t(words[access].hint)}
            checked={access === chosen}
            onChange={() => choose(access)}
          />
        ))}
      </fieldset>
      {chosen === 'password' && (
        <div className={styles.pair}>
          {username !== null && (
            <Field
              label={i18n.t('clients.username')}
              name="username"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={username}
            />
          )}
          <SecretField
            label={i18n.t('clients.passwordField')}
            hint={i18n.t('clients.secretHint')}
            name="secret"
          />
        </div>
      )}
      {chosen === 'api-key' && (
        <SecretField
          label={i18n.t('clients.apiKeyField')}
          hint={i18n.t('clients.secretHint')}
          name="secret"
        />
      )}
    </>
  );
}

/** How a client that is set up is signed in to. */
export const accessFact = (access: Access): string => i18n.t(words[access].saved);
