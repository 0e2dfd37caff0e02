import { useEffect, useState } from 'react';
import { useAsk } from '../ask.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './RecentlyAdded.module.css';

const picture = /^data:image\/(?:png|jpeg|webp|gif|avif);base64,/;

/** A poster, fetched by the background with the token in a header; a drawn placeholder until then and instead. */
export function Poster({
  machineIdentifier,
  thumb,
}: {
  readonly machineIdentifier: string;
  readonly thumb: string | null;
}) {
  const ask = useAsk();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (thumb === null) return;
    let isCurrent = true;
    ask('poster.read', { machineIdentifier, thumb }).then(
      (answer) => isCurrent && setUrl(picture.test(answer.url) ? answer.url : null),
      () => isCurrent && setUrl(null), // the placeholder stays
    );
    return () => {
      isCurrent = false;
    };
  }, [ask, machineIdentifier, thumb]);
  return (
    <span className={styles.poster}>
      {url ? <img src={url} alt="" onError={() => setUrl(null)} /> : <Icon name="reel" />}
    </span>
  );
}
