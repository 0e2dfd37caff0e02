import { useCallback, useMemo, useRef, useState } from 'react';
import type { PeopleFailure } from '../../lib/domain/people-errors.ts';
import type { PeopleRequests, PeopleResult } from '../../lib/messages/people/contract.ts';
import { failureOfAsk, useAsk } from '../ask.tsx';

type ValueOf<Name extends keyof PeopleRequests> =
  PeopleRequests[Name]['response'] extends PeopleResult<infer Value> ? Value : never;

/** Carries a refusal about people through the promises of a page. */
export class PeopleProblem extends Error {
  readonly failure: PeopleFailure;

  constructor(failure: PeopleFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** What went wrong with a question about people, as it may be shown. */
export const peopleFailureOfAsk = (error: unknown): PeopleFailure =>
  error instanceof PeopleProblem ? error.failure : failureOfAsk(error);

export type AskPeople = <Name extends keyof PeopleRequests>(
  name: Name,
  request: PeopleRequests[Name]['request'],
) => Promise<ValueOf<Name>>;

/** Asks the background about people; rejects with what `peopleFailureOfAsk` understands. */
export function useAskPeople(): AskPeople {
  const ask = useAsk();
  return useCallback<AskPeople>(
    async (name, request) => {
      const result = (await ask(name, request)) as PeopleResult<never>;
      if (!result.ok) throw new PeopleProblem(result.failure);
      return result.value;
    },
    [ask],
  );
}

export interface PeopleAction {
  /** Starts it, unless it is under way. Resolves to whether it went well; never rejects. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
  readonly busy: boolean;
  readonly done: boolean;
  readonly failure: PeopleFailure | null;
}

const idle = { busy: false, done: false, failure: null };

/** One thing at a time that the owner started, with what came of it. */
export function usePeopleAction(): PeopleAction {
  const [state, setState] = useState<Omit<PeopleAction, 'run'>>(idle);
  const underWay = useRef(false);
  const run = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    if (underWay.current) return false;
    underWay.current = true;
    setState({ ...idle, busy: true });
    const failure = await work().then(() => null, peopleFailureOfAsk);
    underWay.current = false;
    setState({ busy: false, done: failure === null, failure });
    return failure === null;
  }, []);
  return useMemo(() => ({ run, ...state }), [run, state]);
}
