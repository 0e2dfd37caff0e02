import { useState } from 'react';
import type { AccountServer } from '../../lib/domain/account-server.ts';
import { type Failure, OperationError } from '../../lib/domain/errors.ts';
import type { PlexCheck, ServerProbe } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { readAddress } from '../options/address.ts';
import { useAction } from '../use-action.ts';

export interface Ways {
  readonly probe: ServerProbe | null;
  /** The way that is chosen, the best one unless the person chose another. */
  readonly chosen: string | null;
  readonly choose: (address: string) => void;
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** A check of the chosen way that failed. */
  readonly check: PlexCheck | null;
  /** Each of these asks the browser first: call them in a click. */
  readonly tryAll: () => void;
  readonly connect: () => void;
  readonly connectByHttp: () => void;
  readonly connectByOwn: (typed: string) => void;
  readonly keepChosen: () => void;
}

const isHttps = ({ address }: { readonly address: string }): boolean => address.startsWith('https:');

/** Every way to a server of the account: tried at a click, the best of them used. */
export function useWays(
  { machineIdentifier, addresses }: AccountServer,
  access: HostAccess,
  onSaved: (check: PlexCheck) => Promise<void>,
  allowedHttp = false,
): Ways {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [probe, setProbe] = useState<ServerProbe | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [check, setCheck] = useState<PlexCheck | null>(null);
  const [ownAddress, setOwnAddress] = useState<string | null>(null);
  const secure = addresses.filter(isHttps).map(({ address }) => address);
  const home = addresses.filter((one) => !isHttps(one) && one.reach === 'local');
  const plain = home.map(({ address }) => address);

  const allow = async (wanted: readonly string[]): Promise<void> => {
    if (wanted.length === 0 || (await access.requestAll(wanted))) return;
    throw new OperationError('PERMISSION_MISSING', { operation: 'account.probe' });
  };
  const look = async (own: string | null, allowHttp: boolean): Promise<string | null> => {
    setCheck(null);
    const found = await ask('account.probe', { machineIdentifier, ownAddress: own });
    const best = found.usable[0] ?? (allowHttp ? found.withHttp[0] : undefined) ?? null;
    setProbe(found);
    setChosen(best);
    setOwnAddress(own);
    return best;
  };
  const keep = async (address: string, own: string | null, allowHttp: boolean): Promise<void> => {
    const tried = await ask('account.use', { machineIdentifier, address, ownAddress: own, allowHttp });
    if (tried.server) await onSaved(tried);
    else setCheck(tried);
  };
  const connectWith = (wanted: readonly string[], own: string | null, allowHttp: boolean): void => {
    void run(async () => {
      await allow(wanted);
      const best = await look(own, allowHttp);
      if (best !== null) await keep(best, own, allowHttp);
    });
  };
  return {
    probe,
    chosen,
    choose: setChosen,
    busy,
    failure,
    check,
    tryAll: () =>
      void run(async () => {
        await allow(allowedHttp ? [...secure, ...plain] : secure);
        await look(ownAddress, allowedHttp);
      }),
    connect: () => connectWith(secure, null, false),
    connectByHttp: () => connectWith([...secure, ...plain], null, true),
    connectByOwn: (typed) => {
      const own = readAddress(typed);
      if (own !== null) connectWith([own], own, false);
    },
    keepChosen: () => {
      const isHttp = chosen !== null && probe?.withHttp.includes(chosen);
      if (chosen !== null) void run(() => keep(chosen, ownAddress, allowedHttp || isHttp === true));
    },
  };
}
