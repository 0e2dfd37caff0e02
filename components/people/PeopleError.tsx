import { i18n } from '#i18n';
import type { PeopleFailure } from '../../lib/domain/people-errors.ts';
import { messageOf } from '../message.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { peopleErrorText } from './people-error.ts';

interface Props {
  readonly failure: PeopleFailure;
  /** Names of servers by machine identifier. */
  readonly serverName: (machineIdentifier: string) => string | null;
}

/** The one sentence for what went wrong with people. */
export function PeopleSentence({ failure, serverName }: Props) {
  const { sentence } = peopleErrorText(failure);
  const known = failure.server === null ? null : serverName(failure.server);
  if (sentence === null) {
    return <ErrorSentence code={failure.code as never} about={{ server: known ?? 'plex.tv' }} />;
  }
  const server = known ? <Name text={known} /> : i18n.t('unnamed.server');
  return <Sentence text={messageOf(sentence)} slots={{ server }} />;
}

/** What went wrong, read out, with the one thing that helps. */
export function PeopleErrorNotice({
  again,
  reload,
  ...about
}: Props & { readonly again?: () => void; readonly reload?: () => void }) {
  const { remedy } = peopleErrorText(about.failure);
  const act = remedy === 'again' ? (again ?? reload) : remedy === 'reload' ? reload : undefined;
  return (
    <Notice
      tone="bad"
      announce
      actions={
        remedy === 'signIn' ? (
          <LinkButton small href="#plex">
            {i18n.t('people.signIn')}
          </LinkButton>
        ) : (
          act && (
            <Button small onClick={act}>
              {i18n.t(remedy === 'again' ? 'remedy.retry' : 'people.reload')}
            </Button>
          )
        )
      }
    >
      <p>
        <PeopleSentence {...about} />
      </p>
    </Notice>
  );
}
