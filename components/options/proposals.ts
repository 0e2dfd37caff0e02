import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../lib/domain/errors.ts';
import type { MappingProposals } from '../../lib/messages/contract.ts';
import { failureOfAsk, useAsk } from '../ask.tsx';

/** While libraries are read, proposals are asked for again this long after each answer. */
const againMs = 3_000;

export interface LiveProposals {
  /** The last answer; stays while the next one is awaited. */
  readonly answer: MappingProposals | null;
  readonly asking: boolean;
  readonly failure: Failure | null;
  readonly askAgain: () => void;
}

/** Mappings that downloads speak for: asked for once they are wanted, and again until the libraries have been read. */
export function useProposals(isWanted: boolean): LiveProposals {
  const ask = useAsk();
  const [state, setState] = useState<Omit<LiveProposals, 'askAgain'>>({
    answer: null,
    asking: false,
    failure: null,
  });
  const [round, setRound] = useState(isWanted ? 1 : 0);
  const done = useRef(0);
  if (isWanted && round === 0) setRound(1);
  useEffect(() => {
    if (done.current === round) return;
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const once = (): void => {
      setState((before) => ({ ...before, asking: true, failure: null }));
      ask('mappings.propose', {}).then(
        (answer) => {
          if (!isCurrent) return;
          setState({ answer, asking: false, failure: null });
          if (answer.reading) timer = setTimeout(once, againMs);
          else done.current = round;
        },
        (error: unknown) => {
          if (!isCurrent) return;
          setState((before) => ({ ...before, asking: false, failure: failureOfAsk(error) }));
          done.current = round;
        },
      );
    };
    once();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [ask, round]);
  return { ...state, askAgain: () => setRound((before) => before + 1) };
}
