import type { DownloadStage } from '../../lib/domain/download.ts';
import type { DownloadOverview } from '../../lib/domain/overview.ts';
import { displayName } from '../../lib/domain/text.ts';
import { messageOf } from '../message.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { When } from '../ui/When.tsx';
import { ViewInPlexButton } from '../ViewInPlexButton.tsx';
import styles from './downloads.module.css';

const bulbs: readonly DownloadStage[] = ['settling', 'ready', 'sending', 'verifying', 'available'];

/** A download that goes its way by itself: how far it is, for how long, and into which library. */
export function UnderWayItem({
  download,
  asked,
  nowMs,
}: {
  readonly download: DownloadOverview;
  /** Who gave the answer that it waits for. */
  readonly asked: string | null;
  readonly nowMs: number;
}) {
  const { name, stage, stageSinceMs, problem, sectionTitle, href } = download;
  return (
    <article className={styles.underWay}>
      <div className={styles.what}>
        <h3 className={styles.name} title={displayName(name)}>
          <Name text={name} />
        </h3>
        <p>{messageOf(`stage.${stage}`)}</p>
        <p className={styles.facts}>
          {sectionTitle && (
            <span>
              <Name text={sectionTitle} />
            </span>
          )}
          <span>
            <Sentence
              text={messageOf('popup.underWay.since')}
              slots={{ when: <When atMs={stageSinceMs} nowMs={nowMs} as="clock" /> }}
            />
          </span>
        </p>
        {problem && problem.retryAtMs !== null && (
          <p className={styles.waiting}>
            <Sentence
              text={messageOf('popup.underWay.nextTry')}
              slots={{
                problem: (
                  <ErrorSentence
                    code={problem.code}
                    about={{ server: asked, path: download.path, folder: download.folder }}
                  />
                ),
                when: <When atMs={Math.max(problem.retryAtMs, nowMs)} nowMs={nowMs} as="relative" />,
              }}
            />
          </p>
        )}
      </div>
      {stage === 'available' && href ? (
        <ViewInPlexButton
          view={{ state: 'available', href, found: null, expected: 1, evidence: [], library: null }}
        />
      ) : (
        <Bulbs stage={stage} />
      )}
    </article>
  );
}

/** The stages as a row of bulbs; the words beside it say the same. */
function Bulbs({ stage }: { readonly stage: DownloadStage }) {
  const reached = bulbs.indexOf(stage);
  return (
    <span className={styles.bulbs} aria-hidden="true">
      {bulbs.map((bulb, at) => (
        <i key={bulb} className={at <= reached ? styles.lit : undefined} />
      ))}
    </span>
  );
}
