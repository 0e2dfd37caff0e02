import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../lib/domain/errors.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import { useAsk } from '../ask.tsx';
import { type OverviewSource, useStoredOverview } from '../overview-source.ts';
import { useAction } from '../use-action.ts';

export interface LiveOverview {
  readonly overview: Overview;
  /** Nothing has been stored yet and the first answer is still to come. */
  readonly loading: boolean;
  readonly refreshing: boolean;
  readonly failure: Failure | null;
  readonly refresh: () => void;
  /** Shows an overview that came as the answer to something else. */
  readonly take: (overview: Overview) => void;
}

/** The stored overview at once, then what the background says when asked; later changes as they are stored. */
export function useLiveOverview(source: OverviewSource): LiveOverview {
  const ask = useAsk();
  const stored = useStoredOverview(source);
  const [answer, setAnswer] = useState<{ overview: Overview; storedThen: Overview } | null>(null);
  const { run, busy, failure } = useAction();
  const take = useCallback(
    (overview: Overview) => setAnswer({ overview, storedThen: source.current() }),
    [source],
  );
  const refresh = useCallback(() => {
    void run(async () => take(await ask('overview.refresh', {})));
  }, [ask, run, take]);
  useEffect(refresh, [refresh]);
  const answerIsNewest =
    answer !== null && (answer.storedThen === stored || answer.overview.takenAtMs > stored.takenAtMs);
  const overview = answerIsNewest ? answer.overview : stored;
  return {
    overview,
    loading: overview.takenAtMs === 0 && answer === null && failure === null,
    refreshing: busy,
    failure,
    refresh,
    take,
  };
}
