/**
 * A 32-bit hash of a text (FNV-1a with a last stir); never 0, which stands for "none". Two texts of one hash are
 * possible, so a hash alone never decides: a size, a number or a title goes with it.
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = (hash ^ (hash >>> 15)) >>> 0;
  return hash === 0 ? 1 : hash;
}

const ascii = /^[\0-\x7f]*$/;

/** One spelling of a file's name for comparing: composed, lower case. */
export const foldName = (name: string): string =>
  (ascii.test(name) ? name : name.normalize('NFC')).toLowerCase();

/** Where the last part of a path starts, whichever separator it has. */
const lastSeparator = (path: string): number => Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));

/** A path cut into its folder and its last part; the folder is empty for a bare name. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const at = lastSeparator(path);
  return { folder: path.slice(0, Math.max(0, at)), name: path.slice(at + 1) };
}

/** One spelling of a folder for comparing: `/` between its parts, composed, lower case. */
export const foldFolder = (folder: string): string => foldName(folder.replace(/[\\/]+/g, '/'));

/** Sixteen bits of a title's key, to compare with a claim beside the size; 0 for no title. */
export const titleHash = (key: string): number => (key === '' ? 0 : hashText(key) & 0xffff || 1);
