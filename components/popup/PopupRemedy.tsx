import type { ErrorCode } from '../../lib/domain/errors.ts';
import { errorText, remedyLabel } from '../error-text.ts';
import { messageOf } from '../message.ts';
import { optionsPage } from '../options-page.ts';
import { Button, LinkButton } from '../ui/Button.tsx';

const isWebAddress = (address: string | null): address is string => /^https?:\/\//i.test(address ?? '');

/**
 * The one remedy for a code, as the popup can give it: what needs a form leads to its place in the options. The browser
 * may close the popup when it asks for a permission; the background hears of the answer and goes on.
 */
export function PopupRemedy({
  code,
  retry,
  busy = false,
  page = null,
  allow,
}: {
  readonly code: ErrorCode;
  readonly retry: () => void;
  readonly busy?: boolean;
  /** Address of the torrent page, where it is known. */
  readonly page?: string | null;
  /** Asks the browser for the host that is not allowed. */
  readonly allow?: () => Promise<boolean>;
}) {
  const { remedy } = errorText(code);
  if (remedy === null || remedy === 'ignore') return null; // "Ignore" stands beside every download anyway
  const label = messageOf(remedyLabel(remedy));
  switch (remedy) {
    case 'retry':
    case 'scanAgain':
      return (
        <Button small icon={remedy === 'retry' ? 'again' : 'scan'} onClick={retry} busy={busy}>
          {label}
        </Button>
      );
    case 'reload':
      return (
        <Button small onClick={() => location.reload()}>
          {label}
        </Button>
      );
    case 'allow':
      if (allow) {
        return (
          <Button
            small
            look="primary"
            icon="lock"
            onClick={() => void allow().then(retry, retry)}
            busy={busy}
          >
            {label}
          </Button>
        );
      }
      break;
    case 'openPage':
      if (isWebAddress(page)) {
        return (
          <LinkButton small icon="outward" href={page} newTab>
            {label}
          </LinkButton>
        );
      }
      break;
    default:
      break;
  }
  return (
    <LinkButton small href={optionsPage(sectionFor(code))} newTab>
      {label}
    </LinkButton>
  );
}

function sectionFor(code: ErrorCode): 'plex' | 'clients' | 'paths' {
  if (code === 'UNMAPPED') return 'paths';
  return code.startsWith('CLIENT_') ? 'clients' : 'plex';
}
