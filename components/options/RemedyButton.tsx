import type { ErrorCode } from '../../lib/domain/errors.ts';
import { errorText, type Remedy, remedyLabel } from '../error-text.ts';
import { messageOf } from '../message.ts';
import { Button, LinkButton } from '../ui/Button.tsx';

/** The one remedy for a code, as the options page can give it; nothing where only waiting helps. */
export function RemedyButton({
  code,
  page,
  onRemedy,
}: {
  readonly code: ErrorCode;
  /** Address that "Open the page" opens. */
  readonly page: string;
  readonly onRemedy: (remedy: Remedy) => void;
}) {
  const { remedy } = errorText(code);
  if (remedy === null) return null;
  const label = messageOf(remedyLabel(remedy));
  if (remedy === 'openPage' && /^https?:\/\//i.test(page)) {
    return (
      <LinkButton icon="outward" href={page} newTab>
        {label}
      </LinkButton>
    );
  }
  const apply = remedy === 'reload' ? () => location.reload() : () => onRemedy(remedy);
  return <Button onClick={apply}>{label}</Button>;
}
