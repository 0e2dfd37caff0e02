import { type SubmitEvent, useState } from 'react';
import { i18n } from '#i18n';
import { displayName } from '../../lib/domain/text.ts';
import type { DryRun, Requests } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import form from '../options/form.module.css';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Choice } from '../ui/Field.tsx';
import { useAction } from '../use-action.ts';
import { DryRunResult } from './DryRunResult.tsx';

type Listed = Requests['dryRun.list']['response'];

/** What would be scanned for a finished torrent, and because of what; nothing is. */
export function DryRunPanel() {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [listed, setListed] = useState<Listed | null>(null);
  const [result, setResult] = useState<DryRun | null>(null);
  const list = () => void run(async () => setListed(await ask('dryRun.list', {})));
  const plan = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const at = Number(new FormData(event.currentTarget).get('torrent'));
    const torrent = listed?.torrents[at];
    if (!torrent) return;
    setResult(null);
    const { clientId, hash } = torrent;
    void run(async () => setResult(await ask('dryRun.plan', { clientId, hash })));
  };
  const problem = failure ?? (listed?.torrents.length === 0 ? listed.failures[0] : undefined);
  return (
    <Panel heading={i18n.t('activity.dry.heading')}>
      <p>{i18n.t('activity.dry.text')}</p>
      {!listed && (
        <div>
          <Button icon="folder" busy={busy} onClick={list}>
            {i18n.t('activity.dry.choose')}
          </Button>
        </div>
      )}
      {listed && listed.torrents.length > 0 && (
        <form className={form.form} onSubmit={plan}>
          <Choice label={i18n.t('activity.dry.torrent')} name="torrent" onChange={() => setResult(null)}>
            {listed.torrents.map(({ clientId, hash, name }, at) => (
              <option key={`${clientId} ${hash}`} value={at}>
                {displayName(name) || i18n.t('noName')}
              </option>
            ))}
          </Choice>
          <div className={form.actions}>
            <Button type="submit" look="primary" busy={busy}>
              {i18n.t('activity.dry.plan')}
            </Button>
          </div>
        </form>
      )}
      <div role="status">
        {busy && i18n.t(listed ? 'activity.dry.planning' : 'activity.dry.listing')}
        {!busy && listed?.torrents.length === 0 && !problem && i18n.t('activity.dry.none')}
        {!busy && result && <DryRunResult result={result} />}
      </div>
      {problem && (
        <p role="alert">
          <ErrorSentence code={problem.code} about={problem} />
        </p>
      )}
    </Panel>
  );
}
