import { i18n } from '#i18n';
import type { ErrorCode } from '../../lib/domain/errors.ts';
import { errorText } from '../error-text.ts';
import { messageOf } from '../message.ts';
import { Name } from './Name.tsx';
import { Sentence } from './Sentence.tsx';

/** Who and what an error is about, as far as it is known where it is shown. */
export interface ErrorSubject {
  readonly server?: string | null;
  readonly path?: string | null;
  readonly folder?: string | null;
}

/** The one sentence for a code. */
export function ErrorSentence({ code, about }: { readonly code: ErrorCode; readonly about: ErrorSubject }) {
  const { server, path, folder } = about;
  const text = messageOf(errorText(code).sentence);
  const unnamed = text.startsWith('{server}') ? i18n.t('unnamed.serverFirst') : i18n.t('unnamed.server');
  return (
    <Sentence
      text={text}
      slots={{
        server: server ? <Name text={server} /> : unnamed,
        path: path ? <Name text={path} kind="path" /> : i18n.t('unnamed.path'),
        folder: folder ? <Name text={folder} kind="path" /> : i18n.t('unnamed.folder'),
      }}
    />
  );
}
