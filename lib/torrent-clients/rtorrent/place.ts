/** Where a torrent is. `directory` of several files ends in the torrent's own folder, of a single file does not. */
export interface Place {
  readonly savePath: string;
  readonly contentPath: string | null;
  /** Comes before the path of each file. */
  readonly folder: string;
}

/**
 * The person may have put several files into a folder of another name (`d.directory_base.set`), which may hold other
 * things too. Then only the files tell what the torrent is.
 */
export function placeOf(directory: string, name: string, isMultiFile: boolean): Place {
  const path = readText(directory).replace(/(?<=.)\/+$/, '');
  const own = readText(name);
  const below = (folder: string): string => (folder.endsWith('/') ? folder : `${folder}/`);
  if (!isMultiFile) {
    const isName = own !== '' && !own.includes('/') && own !== '.' && own !== '..';
    return { savePath: path, contentPath: isName && path !== '' ? below(path) + own : null, folder: '' };
  }
  const cut = path.lastIndexOf('/');
  if (cut < 0 || own === '' || path.slice(cut + 1) !== own)
    return { savePath: path, contentPath: null, folder: '' };
  return { savePath: path.slice(0, cut) || '/', contentPath: path, folder: `${own}/` };
}

/**
 * Text with a character beyond U+FFFF, such as an emoji, is too much for the `xmlrpc-c` that Debian's rtorrent is built
 * with: 0.16 then writes every byte that is not ASCII as `%F0`, which can be undone; 0.9.8 writes `?`, which can't.
 */
export function readText(value: string): string {
  if (!/%F[0-4]%[89AB]/.test(value) || /[\u0080-\uffff]/.test(value)) return value;
  return value.replace(/(?:%[89A-F][\dA-F])+/g, decoded);
}

/** ruTorrent keeps its label URI-encoded in `custom1`; others may not. */
export function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
