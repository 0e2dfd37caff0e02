import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PeopleFailure } from '../../lib/domain/people-errors.ts';
import type { RedemptionStage } from '../../lib/domain/redemption.ts';
import type { PeopleJournal, RedemptionView } from '../../lib/messages/people/contract.ts';
import { peopleFailureOfAsk, useAskPeople } from './people-ask.ts';

const lookMs = 1_500;

const underWay: readonly RedemptionStage[] = [
  'waiting-for-guest',
  'waiting-for-owner',
  'running',
  'undoing',
  'ending',
];

/** Something still happens with it, or waits for somebody. */
export const isLive = ({ stage }: Pick<RedemptionView, 'stage'>): boolean => underWay.includes(stage);

export interface LiveJournal {
  /** `null` until it was read. */
  readonly journal: PeopleJournal | null;
  readonly failure: PeopleFailure | null;
  readonly take: (journal: PeopleJournal) => void;
  readonly reload: () => void;
}

/** Invitations and what becomes of them, looked at again and again as long as something is under way. */
export function useJournal(): LiveJournal {
  const ask = useAskPeople();
  const [journal, setJournal] = useState<PeopleJournal | null>(null);
  const [failure, setFailure] = useState<PeopleFailure | null>(null);
  const [wish, setWish] = useState(0);
  const take = useCallback((next: PeopleJournal): void => {
    setJournal(next);
    setFailure(null);
  }, []);
  const isWatched = journal?.redemptions.some(isLive) ?? false;
  useEffect(() => {
    let isCurrent = wish >= 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        const next = await ask('people.journal', {});
        if (isCurrent) take(next);
      } catch (error) {
        if (isCurrent) setFailure(peopleFailureOfAsk(error));
      }
      if (isCurrent && isWatched) timer = setTimeout(look, lookMs);
    };
    void look();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [ask, take, isWatched, wish]);
  const reload = useCallback(() => setWish((before) => before + 1), []);
  return useMemo(() => ({ journal, failure, take, reload }), [journal, failure, take, reload]);
}
