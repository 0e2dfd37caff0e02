import { i18n } from '#i18n';
import { Button } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { SecretField } from '../ui/Field.tsx';
import styles from './form.module.css';

const article = 'https://support.plex.tv/articles/204059436-finding-an-authentication-token-x-plex-token/';

/** The token: asked for once, then only dots and a button to replace it. What is typed never enters our own state. */
export function TokenField({
  asksToken,
  onReplace,
}: {
  readonly asksToken: boolean;
  readonly onReplace: () => void;
}) {
  if (!asksToken) {
    return (
      <div className={styles.stored}>
        <span className={styles.label}>{i18n.t('plex.token')}</span>
        <span aria-hidden="true">••••••••</span>
        <Button small onClick={onReplace}>
          {i18n.t('plex.tokenReplace')}
        </Button>
        <p className={styles.note}>{i18n.t('plex.tokenStored')}</p>
      </div>
    );
  }
  return (
    <div className={styles.withHelp}>
      <SecretField label={i18n.t('plex.token')} hint={i18n.t('plex.tokenHint')} name="token" />
      <Disclosure label={i18n.t('plex.tokenHelpHeading')}>
        <ol className={styles.help}>
          <li>{i18n.t('plex.tokenHelpSignIn')}</li>
          <li>{i18n.t('plex.tokenHelpOpen')}</li>
          <li>{i18n.t('plex.tokenHelpCopy')}</li>
        </ol>
        <p>
          <a href={article} target="_blank" rel="noopener noreferrer">
            {i18n.t('plex.tokenHelpLink')}
          </a>
        </p>
      </Disclosure>
    </div>
  );
}
