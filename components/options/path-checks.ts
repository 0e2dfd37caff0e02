import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../lib/domain/errors.ts';
import type { PathMapping } from '../../lib/domain/media-path.ts';
import type { PathChecks } from '../../lib/messages/contract.ts';
import { failureOfAsk, useAsk } from '../ask.tsx';

const pauseMs = 400;

export interface LivePathChecks {
  /** The last answer; stays while the next one is awaited. */
  readonly checks: PathChecks | null;
  readonly checking: boolean;
  readonly failure: Failure | null;
}

/** Where every folder would be scanned with these mappings: asked at once, then after each pause in typing. */
export function usePathChecks(mappings: readonly PathMapping[]): LivePathChecks {
  const ask = useAsk();
  const [state, setState] = useState<LivePathChecks>({ checks: null, checking: true, failure: null });
  const wanted = JSON.stringify(mappings);
  const hasAsked = useRef(false);
  useEffect(() => {
    let isCurrent = true;
    const check = (): void => {
      hasAsked.current = true;
      setState((before) => ({ ...before, checking: true }));
      ask('paths.check', { mappings: JSON.parse(wanted) as PathMapping[] }).then(
        (checks) => isCurrent && setState({ checks, checking: false, failure: null }),
        (error: unknown) =>
          isCurrent && setState((before) => ({ ...before, checking: false, failure: failureOfAsk(error) })),
      );
    };
    const timer = setTimeout(check, hasAsked.current ? pauseMs : 0);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [ask, wanted]);
  return state;
}
