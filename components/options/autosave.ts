import { useCallback, useRef, useState } from 'react';
import type { Failure } from '../../lib/domain/errors.ts';
import type { Behaviour } from '../../lib/domain/settings.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { useAction } from '../use-action.ts';

export interface Autosave {
  /** The settings with what is on its way into the storage. */
  readonly shown: Behaviour;
  readonly change: (change: Partial<Behaviour>) => void;
  readonly isSaved: boolean;
  readonly failure: Failure | null;
}

/**
 * Saves each change at once, one after the other: what is changed meanwhile goes with the next. Where saving fails, what
 * is stored is shown again.
 */
export function useAutosave(settings: SettingsView, take: (settings: SettingsView) => void): Autosave {
  const ask = useAsk();
  const { run, done, failure } = useAction();
  const waiting = useRef<Partial<Behaviour>>({});
  const [draft, setDraft] = useState<Partial<Behaviour>>({});
  const change = useCallback(
    (one: Partial<Behaviour>): void => {
      waiting.current = { ...waiting.current, ...one };
      setDraft((before) => ({ ...before, ...one }));
      void run(async () => {
        try {
          while (Object.keys(waiting.current).length > 0) {
            const next = waiting.current;
            waiting.current = {};
            take(await ask('settings.change', { change: next }));
          }
        } finally {
          waiting.current = {};
          setDraft({});
        }
      });
    },
    [ask, run, take],
  );
  return { shown: { ...settings, ...draft }, change, isSaved: done, failure };
}
