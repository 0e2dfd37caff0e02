import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../lib/domain/errors.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { useAction } from '../use-action.ts';

export interface LiveSettings {
  /** `null` until they have been read. */
  readonly settings: SettingsView | null;
  readonly failure: Failure | null;
  readonly reload: () => Promise<boolean>;
  /** Shows settings that came as the answer to a change. */
  readonly take: (settings: SettingsView) => void;
}

/** The settings, without secrets, read when the page opens and again when something was saved. */
export function useSettings(): LiveSettings {
  const ask = useAsk();
  const [settings, take] = useState<SettingsView | null>(null);
  const { run, failure } = useAction();
  const reload = useCallback(() => run(async () => take(await ask('settings.read', {}))), [ask, run]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { settings, failure, reload, take };
}

/** Every address that is in use. */
export const addressesOf = ({ servers, clients }: Pick<SettingsView, 'servers' | 'clients'>): string[] =>
  [...servers, ...clients].map(({ address }) => address);
