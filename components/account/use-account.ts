import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../lib/domain/errors.ts';
import type { AccountView } from '../../lib/messages/contract.ts';
import { failureOfAsk, useAsk } from '../ask.tsx';

/** While a sign-in is under way it is looked at this often. */
const lookMs = 1_000;

export interface LiveAccount {
  /** `null` until it has been read. */
  readonly view: AccountView | null;
  readonly failure: Failure | null;
  /** Shows what came as the answer to a change. */
  readonly take: (view: AccountView) => void;
}

/**
 * The account at plex.tv, followed while somebody signs in. The sign-in itself goes on in the background whether
 * this page is open or not. `news`: read again when this changes.
 */
export function useAccount(news: string): LiveAccount {
  const ask = useAsk();
  const [view, setView] = useState<AccountView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const take = useCallback((next: AccountView): void => {
    setView(next);
    setFailure(null);
  }, []);
  const kind = view?.state.kind;
  const isUnderWay = kind === 'waiting' || kind === 'finishing';
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      ask(isUnderWay ? 'account.watch' : 'account.read', {})
        .then(
          (next) => isCurrent && take(next),
          (error: unknown) => isCurrent && setFailure(failureOfAsk(error)),
        )
        .finally(() => {
          if (isCurrent && isUnderWay) timer = setTimeout(look, lookMs);
        });
    };
    look();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [ask, take, isUnderWay, news]);
  return { view, failure, take };
}
