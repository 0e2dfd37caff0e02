import { useId } from 'react';
import { i18n } from '#i18n';
import type { ErrorCode } from '../../lib/domain/errors.ts';
import type { ServerOverview, ServerState } from '../../lib/domain/overview.ts';
import { type MessageKey, messageOf } from '../message.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { ServerDot } from '../ui/ServerDot.tsx';
import { When } from '../ui/When.tsx';
import { PopupRemedy } from './PopupRemedy.tsx';
import styles from './ServerBoard.module.css';

interface StateLook {
  readonly word: MessageKey;
  readonly icon: IconName;
  /** What is said when the server gave no code of its own. */
  readonly code: ErrorCode | null;
}

const looks: Record<ServerState, StateLook> = {
  unknown: { word: 'popup.server.unknown', icon: 'clock', code: null },
  online: { word: 'popup.server.online', icon: 'online', code: null },
  starting: { word: 'popup.server.starting', icon: 'clock', code: 'SERVER_BUSY' },
  offline: { word: 'popup.server.offline', icon: 'offline', code: 'UNREACHABLE' },
  'needs-sign-in': { word: 'popup.server.needsSignIn', icon: 'lock', code: 'TOKEN_INVALID' },
  'wrong-server': { word: 'popup.server.wrongServer', icon: 'alert', code: 'WRONG_SERVER' },
  'no-permission': { word: 'popup.server.noPermission', icon: 'lock', code: 'PERMISSION_MISSING' },
};

/** One server as a sign in the masthead: its name in large letters, how it is, and what helps when it is not well. */
export function ServerBoard({
  server,
  nowMs,
  isSaidElsewhere,
  nextTryMs,
  allow,
  refresh,
  refreshing,
}: {
  readonly server: ServerOverview;
  readonly nowMs: number;
  /** What it needs is said once for all servers: a sign-in. */
  readonly isSaidElsewhere: boolean;
  /** When it is asked again by itself, epoch milliseconds; `null` when nothing waits for it. */
  readonly nextTryMs: number | null;
  /** Asks the browser for a host. */
  readonly allow?: (address: string) => Promise<boolean>;
  readonly refresh: () => void;
  readonly refreshing: boolean;
}) {
  const nameId = useId();
  const { address } = server;
  const look = looks[server.state];
  const code = look.code && (server.code ?? look.code);
  const isCalm = server.state === 'starting' || server.state === 'unknown';
  const tone = server.state === 'online' ? styles.online : isCalm ? styles.waiting : styles.trouble;
  return (
    <section className={styles.board} aria-labelledby={nameId}>
      <h2 id={nameId} className={styles.name}>
        <span className="visually-hidden">{i18n.t('popup.server.heading')} </span>
        {server.colour !== undefined && (
          <>
            <ServerDot colour={server.colour} />{' '}
          </>
        )}
        <Name text={server.name} />
      </h2>
      <p className={styles.facts}>
        <span className={tone}>
          <Icon name={look.icon} />
          {messageOf(look.word)}
        </span>
        {code && server.sinceMs > 0 && (
          <span>
            <Sentence
              text={messageOf('popup.server.since')}
              slots={{ when: <When atMs={server.sinceMs} nowMs={nowMs} as="clock" /> }}
            />
          </span>
        )}
        {nextTryMs !== null && (
          <span>
            <Sentence
              text={messageOf('popup.server.nextTry')}
              slots={{ when: <When atMs={Math.max(nextTryMs, nowMs)} nowMs={nowMs} as="relative" /> }}
            />
          </span>
        )}
        {!code && server.version && (
          <span>
            <Sentence
              text={messageOf('popup.server.version')}
              slots={{ version: <Name text={server.version.split('-')[0] ?? ''} /> }}
            />
          </span>
        )}
      </p>
      {code && !(isSaidElsewhere && server.state === 'needs-sign-in') && (
        <div className={styles.remedy}>
          <p>
            <ErrorSentence code={code} about={{ server: server.name }} />
          </p>
          <PopupRemedy
            code={code}
            retry={refresh}
            busy={refreshing}
            {...(allow && address && { allow: () => allow(address) })}
          />
        </div>
      )}
    </section>
  );
}
