import { i18n } from '#i18n';
import type { ServerOverview } from '../../lib/domain/overview.ts';
import { displayName } from '../../lib/domain/text.ts';
import { Name } from '../ui/Name.tsx';
import { percentOf } from '../ui/times.ts';
import styles from './PlexActivities.module.css';
import { Section } from './Section.tsx';

type PlexActivity = ServerOverview['activities'][number];

/** What the servers are doing now; nothing at all while they rest. */
export function PlexActivities({ activities }: { readonly activities: readonly PlexActivity[] }) {
  if (activities.length === 0) return null;
  return (
    <Section heading={i18n.t('popup.activities.heading')}>
      <ul className={styles.list}>
        {activities.slice(0, 4).map((activity) => (
          <li key={activity.id} className={styles.activity}>
            <span className={styles.title}>
              <Name text={activity.title} />
            </span>
            {activity.subtitle && (
              <span className={styles.subtitle}>
                <Name text={activity.subtitle} />
              </span>
            )}
            {activity.progress !== null && <Progress title={activity.title} percent={activity.progress} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** `percent`: 0 to 100, as Plex tells it. */
function Progress({ title, percent }: { readonly title: string; readonly percent: number }) {
  return (
    <span className={styles.progress}>
      <progress value={percent} max={100} aria-label={displayName(title)} />
      <span aria-hidden="true">{percentOf(percent / 100)}</span>
    </span>
  );
}
