import { useCallback, useRef, useState } from 'react';
import type { Failure } from '../lib/domain/errors.ts';
import { failureOfAsk } from './ask.tsx';

export interface Action {
  /** Starts it, unless it is under way. Resolves to whether it went well; never rejects. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
  readonly busy: boolean;
  /** The last run went well. */
  readonly done: boolean;
  /** Of the last run; `null` after one that went well. */
  readonly failure: Failure | null;
}

const idle = { busy: false, done: false, failure: null };

/** One thing at a time that a person started, with what came of it. */
export function useAction(): Action {
  const [state, setState] = useState<Omit<Action, 'run'>>(idle);
  const underWay = useRef(false);
  const run = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    if (underWay.current) return false;
    underWay.current = true;
    setState({ ...idle, busy: true });
    try {
      await work();
      setState({ ...idle, done: true });
      return true;
    } catch (error) {
      setState({ ...idle, failure: failureOfAsk(error) });
      return false;
    } finally {
      underWay.current = false;
    }
  }, []);
  return { run, ...state };
}
