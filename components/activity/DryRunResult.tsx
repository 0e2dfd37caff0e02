import { i18n } from '#i18n';
import type { DryRun } from '../../lib/messages/contract.ts';
import { type MessageKey, messageOf } from '../message.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import styles from './activity.module.css';

type Scan = Extract<DryRun, { kind: 'scan' }>;

const holds: Record<NonNullable<Scan['hold']>, MessageKey> = {
  paused: 'activity.dry.hold.paused',
  'quiet-hours': 'activity.dry.hold.quietHours',
  watching: 'activity.dry.hold.watching',
};

/** "Would scan … because …" */
export function DryRunResult({ result }: { readonly result: DryRun }) {
  switch (result.kind) {
    case 'nothing':
      return <p>{i18n.t(result.why === 'rule' ? 'activity.dry.rule' : 'activity.dry.notPlayable')}</p>;
    case 'failed':
      return (
        <p>
          <ErrorSentence code={result.code} about={{ path: result.path }} />
        </p>
      );
    case 'scan':
      return <Scans result={result} />;
  }
}

function Scans({ result }: { readonly result: Scan }) {
  const { scans, serverName, savePath, mapping, hold, isPacked } = result;
  const path = (text: string) => <Name text={text} kind="path" />;
  const reasons: readonly [MessageKey, Readonly<Record<string, React.ReactNode>>][] = [
    ['activity.dry.savedTo', { path: path(savePath) }],
    mapping
      ? ['activity.dry.mapped', { from: path(mapping.from), to: path(mapping.to) }]
      : ['activity.dry.unmapped', {}],
    ...scans.map(({ location }): [MessageKey, Readonly<Record<string, React.ReactNode>>] => [
      'activity.dry.location',
      { folder: path(location) },
    ]),
    ...(isPacked ? [['activity.dry.packed', {}] as [MessageKey, Record<never, never>]] : []),
    ...(hold ? [[holds[hold], {}] as [MessageKey, Record<never, never>]] : []),
  ];
  return (
    <>
      {scans.map(({ sectionTitle, folder }) => (
        <p key={`${sectionTitle} ${folder}`}>
          <Sentence
            text={messageOf('activity.dry.scan')}
            slots={{
              section: <Name text={sectionTitle} />,
              server: <Name text={serverName} />,
              folder: path(folder),
            }}
          />
        </p>
      ))}
      <ul className={styles.reasons}>
        {reasons.map(([key, slots], at) => (
          <li key={`${key} ${at}`}>
            <Sentence text={messageOf(key)} slots={slots} />
          </li>
        ))}
      </ul>
    </>
  );
}
