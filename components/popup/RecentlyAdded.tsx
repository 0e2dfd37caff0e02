import { i18n } from '#i18n';
import type { ServerOverview } from '../../lib/domain/overview.ts';
import type { RecentItem } from '../../lib/domain/plex-item.ts';
import { plexLink } from '../../lib/domain/plex-link.ts';
import { displayName } from '../../lib/domain/text.ts';
import { Name } from '../ui/Name.tsx';
import { When } from '../ui/When.tsx';
import type { LinkBaseOf } from './link-base.ts';
import { Poster } from './Poster.tsx';
import styles from './RecentlyAdded.module.css';
import { captionOf } from './recent-caption.ts';
import { Section } from './Section.tsx';

const shown = 6;

interface Entry {
  readonly machineIdentifier: string;
  readonly item: RecentItem;
}

/** The newest items of all servers, each a link that opens it in Plex. */
export function RecentlyAdded({
  servers,
  linkBase,
  nowMs,
}: {
  readonly servers: readonly ServerOverview[];
  readonly linkBase: LinkBaseOf;
  readonly nowMs: number;
}) {
  const entries: Entry[] = servers
    .flatMap(({ machineIdentifier, recent }) => recent.map((item) => ({ machineIdentifier, item })))
    .sort((a, b) => b.item.addedAtMs - a.item.addedAtMs)
    .slice(0, shown);
  return (
    <Section heading={i18n.t('popup.recent.heading')}>
      {entries.length === 0 && <p className={styles.empty}>{i18n.t('popup.recent.empty')}</p>}
      <ul className={styles.grid}>
        {entries.map(({ machineIdentifier, item }) => {
          const { ratingKey } = item;
          const href = plexLink({ machineIdentifier, ratingKey }, linkBase(machineIdentifier));
          return (
            <li key={`${machineIdentifier}:${ratingKey}`}>
              <Tile machineIdentifier={machineIdentifier} item={item} href={href} nowMs={nowMs} />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Tile({
  machineIdentifier,
  item,
  href,
  nowMs,
}: Entry & { readonly href: string | undefined; readonly nowMs: number }) {
  const { main, detail } = captionOf(item);
  const content = (
    <>
      <Poster machineIdentifier={machineIdentifier} thumb={item.thumb} />
      <span className={styles.main} title={displayName(main)}>
        <Name text={main} />
      </span>
      {detail && (
        <span className={styles.detail} title={displayName(detail)}>
          <Name text={detail} />
        </span>
      )}
      <span className={styles.when}>
        <When atMs={item.addedAtMs} nowMs={nowMs} as="relative" />
      </span>
    </>
  );
  if (!href) return <div className={styles.tile}>{content}</div>;
  return (
    <a className={styles.tile} href={href} target="_blank" rel="noopener noreferrer">
      {content}
      <span className="visually-hidden">{i18n.t('viewInPlex.label')}</span>
    </a>
  );
}
