import { i18n } from '#i18n';
import type { DownloadOverview, Overview } from '../../lib/domain/overview.ts';
import { optionsPage } from '../options-page.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Somebody is signed in with plex.tv, and their sign-in no longer opens it or one of their servers. */
export const mustSignInAgain = ({ signIn, servers }: Overview): boolean =>
  signIn === 'lost' || (signIn === 'well' && servers.some(({ state }) => state === 'needs-sign-in'));

/** Waits for nothing but that. */
export const waitsForSignIn = ({ problem }: DownloadOverview): boolean =>
  problem !== null && /^TOKEN_/.test(problem.code);

/** Said once, whatever waits for it. */
export function SignInLost() {
  return (
    <Notice
      tone="bad"
      announce
      icon="lock"
      actions={
        <LinkButton look="primary" small href={optionsPage('plex')} newTab>
          {i18n.t('account.again')}
        </LinkButton>
      }
    >
      <p>{i18n.t('popup.signInLost')}</p>
    </Notice>
  );
}
