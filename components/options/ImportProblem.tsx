import { i18n } from '#i18n';
import type { BackupProblem } from '../../lib/messages/contract.ts';
import { messageOf } from '../message.ts';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';

const sentences = {
  'too-large': 'backup.problem.tooLarge',
  'not-json': 'backup.problem.notJson',
  foreign: 'backup.problem.foreign',
  newer: 'backup.problem.newer',
  damaged: 'backup.problem.damaged',
  'unknown-client': 'backup.problem.unknownClient',
} as const satisfies Record<BackupProblem['kind'], string>;

/** Why a file was not imported. Nothing was changed then. */
export function ImportProblem({ problem }: { readonly problem: BackupProblem }) {
  const part = problem.kind === 'damaged' ? problem.part : null;
  const text = part ? 'backup.problem.damagedPart' : sentences[problem.kind];
  return (
    <Notice tone="bad" announce>
      <p>
        <Sentence
          text={messageOf(text)}
          slots={{
            part: part && i18n.t(`backup.part.${part}`),
            program: problem.kind === 'unknown-client' && <Name text={problem.clientKind} />,
          }}
        />{' '}
        {i18n.t('backup.problem.unchanged')}
      </p>
    </Notice>
  );
}
