import { useId } from 'react';
import { i18n } from '#i18n';
import type { ProbedAddress } from '../../lib/domain/account-server.ts';
import type { ServerProbe } from '../../lib/messages/contract.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { wholeNumber } from '../ui/times.ts';
import styles from './account.module.css';

interface Props {
  /** Of the server. */
  readonly name: string;
  readonly probe: ServerProbe;
  readonly chosen: string | null;
  /** Missing: only shown, not chosen from. */
  readonly choose?: (address: string) => void;
  readonly inUse: string | null;
  readonly allowHttp: boolean;
}

/** Every way that was tried: where it leads, whether it works, why not, and how long it took. */
export function WaysTable({ probe, ...props }: Props) {
  const group = useId();
  return (
    <fieldset className={styles.ways}>
      <legend className="visually-hidden">{i18n.t('ways.heading')}</legend>
      {probe.probed.map((one) => (
        <Way key={one.address} {...{ one, group, probe }} {...props} />
      ))}
    </fieldset>
  );
}

function Way({
  name,
  one,
  group,
  probe,
  chosen,
  choose,
  inUse,
  allowHttp,
}: Props & { readonly one: ProbedAddress; readonly group: string }) {
  const id = useId();
  const { address, reach } = one;
  const isSecure = address.startsWith('https:');
  const isUsable = probe.usable.includes(address) || (allowHttp && probe.withHttp.includes(address));
  return (
    <div className={isUsable ? styles.way : styles.deadWay}>
      {choose && isUsable ? (
        <input
          type="radio"
          id={id}
          name={group}
          checked={address === chosen}
          onChange={() => choose(address)}
          aria-describedby={`${id}-result`}
        />
      ) : (
        <span className={styles.mark}>
          <Icon name={isUsable ? 'check' : 'cross'} />
        </span>
      )}
      <div>
        <label htmlFor={choose && isUsable ? id : undefined} className={styles.wayName}>
          <span>{i18n.t(`ways.reach.${reach}`)}</span>
          <span className={styles.soft}>{i18n.t(isSecure ? 'ways.secure' : 'ways.open')}</span>
          {probe.usable[0] === address && <span className={styles.tag}>{i18n.t('ways.best')}</span>}
          {inUse === address && <span className={styles.tag}>{i18n.t('ways.inUse')}</span>}
        </label>
        <p className={styles.address}>
          <Name text={address} />
        </p>
        <p id={`${id}-result`} className={styles.result}>
          <Result {...{ name, one, isUsable }} />
        </p>
      </div>
    </div>
  );
}

function Result({
  name,
  one,
  isUsable,
}: Pick<Props, 'name'> & { readonly one: ProbedAddress; readonly isUsable: boolean }) {
  if (one.code === 'PERMISSION_MISSING') return i18n.t('ways.notAllowed');
  const took = <span className={styles.took}>{i18n.t('ways.took', [wholeNumber(one.tookMs)])}</span>;
  if (one.code !== null) {
    return (
      <>
        <ErrorSentence code={one.code} about={{ server: name }} /> {took}
      </>
    );
  }
  return (
    <>
      {i18n.t(isUsable ? 'ways.works' : 'ways.needsConsent')} {took}
    </>
  );
}
