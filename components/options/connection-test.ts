import { useCallback, useRef, useState } from 'react';
import type { ErrorCode, Failure } from '../../lib/domain/errors.ts';
import type { CheckStep } from '../../lib/messages/contract.ts';
import { failureOfAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { readAddress } from './address.ts';

export interface ConnectionTest {
  readonly steps: readonly CheckStep[];
  readonly running: boolean;
  /** Set when the background could not be asked at all. */
  readonly failure: Failure | null;
  /**
   * Asks the browser for the host and then the background for the rest. Call it in a click or a submit: the browser
   * is asked before anything else is waited for. Resolves to the check, or `null` when it came to none.
   */
  readonly run: <Check extends { readonly steps: readonly CheckStep[] }>(
    typedAddress: string,
    check: () => Promise<Check>,
  ) => Promise<Check | null>;
}

const passed = (step: CheckStep['step'], found: string | null = null): CheckStep => ({
  step,
  ok: true,
  code: null,
  found,
});
const failed = (step: CheckStep['step'], code: ErrorCode): CheckStep => ({
  step,
  ok: false,
  code,
  found: null,
});

export function useConnectionTest(access: HostAccess): ConnectionTest {
  const [state, setState] = useState<Omit<ConnectionTest, 'run'>>({
    steps: [],
    running: false,
    failure: null,
  });
  const underWay = useRef(false);
  const run: ConnectionTest['run'] = useCallback(
    async (typedAddress, check) => {
      if (underWay.current) return null;
      const end = (steps: readonly CheckStep[], failure: Failure | null = null): null => {
        underWay.current = false;
        setState({ steps, running: false, failure });
        return null;
      };
      const address = readAddress(typedAddress);
      if (address === null) return end([failed('address', 'URL_INVALID')]);
      underWay.current = true;
      try {
        const isAllowed = await access.request(address); // first: after any other wait the click no longer counts
        if (!isAllowed) return end([passed('address', address), failed('permission', 'PERMISSION_MISSING')]);
        setState({ steps: [passed('address', address), passed('permission')], running: true, failure: null });
        const result = await check();
        end(result.steps);
        return result;
      } catch (error) {
        return end([], failureOfAsk(error));
      }
    },
    [access],
  );
  return { ...state, run };
}
