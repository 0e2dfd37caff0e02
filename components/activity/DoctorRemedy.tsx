import { i18n } from '#i18n';
import type { DoctorStep } from '../../lib/messages/contract.ts';
import { errorText, remedyLabel } from '../error-text.ts';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { Button, LinkButton } from '../ui/Button.tsx';

/** The one thing that helps, where it can be done at once; else a link to the section where it is done. */
export function DoctorRemedy({
  failed,
  address,
  access,
  again,
}: {
  readonly failed: DoctorStep;
  readonly address: string | null;
  readonly access: HostAccess;
  readonly again: () => void;
}) {
  const { code, step } = failed;
  const remedy = code && errorText(code).remedy;
  if (remedy === 'allow' && address) {
    const allow = () => void access.request(address).then(again, again);
    return (
      <Button small look="primary" icon="lock" onClick={allow}>
        {messageOf(remedyLabel('allow'))}
      </Button>
    );
  }
  if (remedy === 'retry') {
    return (
      <Button small icon="again" onClick={again}>
        {messageOf(remedyLabel('retry'))}
      </Button>
    );
  }
  if (remedy === 'openPage' && address && /^https?:/.test(address)) {
    return (
      <LinkButton small icon="outward" href={address} newTab>
        {messageOf(remedyLabel('openPage'))}
      </LinkButton>
    );
  }
  const [section, label] =
    code === 'UNMAPPED' || step === 'paths'
      ? (['paths', 'diagnostics.doctor.folder'] as const)
      : code?.startsWith('CLIENT_')
        ? (['clients', 'diagnostics.doctor.client'] as const)
        : (['plex', 'diagnostics.doctor.server'] as const);
  return (
    <LinkButton small href={`#${section}`}>
      {i18n.t(label)}
    </LinkButton>
  );
}
