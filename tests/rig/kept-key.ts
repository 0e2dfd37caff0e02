import type { Page } from 'puppeteer-core';

/** What a page of the extension finds of the sign-in, which is all that anybody could find. */
export interface KeptKey {
  /** The token is one of seven days: three parts, with a time when it ends. */
  readonly endsInDays: number | null;
  readonly algorithm: string | null;
  readonly signs: boolean;
  /** Ways in which the private half could be read out. */
  readonly readableAs: readonly string[];
}

/** After signing in where the browser knows Ed25519 and plex.tv takes it. */
export const keptKey: KeptKey = { endsInDays: 7, algorithm: 'Ed25519', signs: true, readableAs: [] };

/** Looks into IndexedDB as it is on the disk, by its own connection. */
export function readKeptKey(page: Page): Promise<KeptKey> {
  return page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const read = async (name: string, store: string, key: string): Promise<unknown> => {
      const database = await answerOf(indexedDB.open(name));
      if (!database.objectStoreNames.contains(store)) {
        database.close();
        return undefined;
      }
      const found: unknown = await answerOf(database.transaction(store).objectStore(store).get(key));
      database.close();
      return found;
    };
    const token = String((await read('vault', 'secrets', 'plex-tv:token')) ?? '');
    const claims = token.split('.')[1];
    const ends = claims
      ? (JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { exp: number }).exp
      : null;
    const key = (await read('device-key', 'keys', 'device')) as { privateKey: CryptoKey } | undefined;
    const readableAs: string[] = [];
    for (const format of ['jwk', 'pkcs8', 'raw'] as const) {
      const isOut = await crypto.subtle.exportKey(format as 'jwk', key?.privateKey as CryptoKey).then(
        () => true,
        () => false,
      );
      if (isOut) readableAs.push(format);
    }
    const signs = await crypto.subtle.sign('Ed25519', key?.privateKey as CryptoKey, new Uint8Array(3)).then(
      (signature) => signature.byteLength === 64,
      () => false,
    );
    return {
      endsInDays: ends === null ? null : Math.round((ends * 1000 - Date.now()) / 86_400_000),
      algorithm: key?.privateKey.algorithm.name ?? null,
      signs,
      readableAs,
    };
  });
}
