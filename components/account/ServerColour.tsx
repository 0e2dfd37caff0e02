import { i18n } from '#i18n';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { swatchOf } from '../ui/ServerDot.tsx';
import { useAction } from '../use-action.ts';
import styles from './ServerColour.module.css';

/** In the order of their numbers. */
const names = ['blue', 'green', 'wine', 'amber', 'violet', 'teal', 'pink', 'grey'] as const;

/** The colour that a server is told by where there are several. */
export function ServerColour({
  machineIdentifier,
  colour,
  take,
}: {
  readonly machineIdentifier: string;
  readonly colour: number;
  readonly take: (settings: SettingsView) => void;
}) {
  const ask = useAsk();
  const { run } = useAction();
  const choose = (chosen: number): void => {
    void run(async () => take(await ask('plex.colour', { machineIdentifier, colour: chosen })));
  };
  return (
    <fieldset className={styles.colours}>
      <legend>{i18n.t('plex.colour.label')}</legend>
      {names.map((name, at) => (
        <label key={name} className={styles.colour} title={i18n.t(`plex.colour.${name}`)}>
          <input
            type="radio"
            className="visually-hidden"
            name={`colour-${machineIdentifier}`}
            checked={at === colour}
            onChange={() => choose(at)}
          />
          <span className={swatchOf(at)} />
          <span className="visually-hidden">{i18n.t(`plex.colour.${name}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
