import { useState } from 'react';
import type { Failure } from '../../lib/domain/errors.ts';
import type {
  BackupProblem,
  Difference,
  ImportMode,
  MissingAccess,
  SettingsView,
} from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { useAction } from '../use-action.ts';

/** How far the import of a file is. */
export type ImportStage =
  | { readonly at: 'start' }
  | { readonly at: 'refused'; readonly problem: BackupProblem }
  | { readonly at: 'preview'; readonly differences: readonly Difference[] }
  | { readonly at: 'done'; readonly missing: MissingAccess };

export interface ImportDraft {
  readonly stage: ImportStage;
  readonly mode: ImportMode;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly choose: (file: File) => void;
  readonly setMode: (mode: ImportMode) => void;
  readonly apply: () => void;
  readonly cancel: () => void;
}

/** Files are small; a film that was chosen by mistake is not read at all. */
const largestBytes = 4_000_000;

/** A file that was chosen: looked at first, and applied when the person says so. */
export function useImport(applied: (settings: SettingsView) => Promise<void>): ImportDraft {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [stage, setStage] = useState<ImportStage>({ at: 'start' });
  const [mode, setMode] = useState<ImportMode>('merge');
  const [text, setText] = useState('');
  const preview = async (content: string, how: ImportMode): Promise<void> => {
    const answer = await ask('settings.preview', { text: content, mode: how });
    setStage(
      answer.ok
        ? { at: 'preview', differences: answer.differences }
        : { at: 'refused', problem: answer.problem },
    );
  };
  return {
    ...{ stage, mode, busy, failure },
    choose: (file) => {
      setStage({ at: 'start' });
      if (file.size > largestBytes) {
        setStage({ at: 'refused', problem: { kind: 'too-large' } });
        return;
      }
      void run(async () => {
        const content = await file.text();
        setText(content);
        await preview(content, mode);
      });
    },
    setMode: (how) => {
      if (busy) return;
      setMode(how);
      if (stage.at === 'preview') void run(() => preview(text, how));
    },
    apply: () =>
      void run(async () => {
        const answer = await ask('settings.import', { text, mode });
        if (answer.ok) await applied(answer.settings);
        setStage(
          answer.ok ? { at: 'done', missing: answer.missing } : { at: 'refused', problem: answer.problem },
        );
      }),
    cancel: () => setStage({ at: 'start' }),
  };
}
