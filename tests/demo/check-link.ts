/** The item that a "View in Plex" link leads to. */
export interface LinkTarget {
  readonly machineIdentifier: string;
  /** `/library/metadata/<rating key>` */
  readonly key: string;
}

/** Reads a link as Plex's web app does: server and key stand in the fragment. */
export function readLink(href: string): LinkTarget {
  const match = /^#!\/server\/([^/]+)\/details\?key=(.+)$/.exec(new URL(href).hash);
  if (!match?.[1] || !match[2]) throw new Error(`Not a link to a Plex item: ${href}`);
  return { machineIdentifier: match[1], key: decodeURIComponent(match[2]) };
}

interface Item {
  readonly Media?: readonly { readonly Part?: readonly { readonly file?: string }[] }[];
}

/** The files behind an item, asked of Plex itself and not of Marquee. */
export async function filesOf(plexUrl: string, token: string, key: string): Promise<readonly string[]> {
  const response = await fetch(new URL(key.replace(/^\//, ''), `${plexUrl.replace(/\/$/, '')}/`), {
    headers: { Accept: 'application/json', 'X-Plex-Token': token },
  });
  if (!response.ok) throw new Error(`Plex answered ${response.status} for ${key}`);
  const answer = (await response.json()) as { MediaContainer: { Metadata?: readonly Item[] } };
  return (answer.MediaContainer.Metadata ?? []).flatMap((item) =>
    (item.Media ?? []).flatMap((media) => (media.Part ?? []).flatMap((part) => part.file ?? [])),
  );
}
