import type { ErrorCode } from '../../lib/domain/errors.ts';
import { errorText, remedyLabel } from '../error-text.ts';
import { messageOf } from '../message.ts';
import { optionsPage } from '../options-page.ts';
import { Button, LinkButton } from '../ui/Button.tsx';

const isWebAddress = (address: string | null): address is string => /^https?:\/\//i.test(address ?? '');

/**
 * The one remedy for a code, as the popup can give it: what needs a form or a permission prompt leads to its place in
 * the options, since a popup closes as soon as the browser asks something.
 */
export function PopupRemedy({
  code,
  retry,
  busy = false,
  page = null,
}: {
  readonly code: ErrorCode;
  readonly retry: () => void;
  readonly busy?: boolean;
  /** Address of the torrent page, where it is known. */
  readonly page?: string | null;
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
