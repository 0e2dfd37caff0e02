/**
 * Where secrets live. Only the background opens it; no content script can, in either browser.
 * Keys: `plex:<machine identifier>` for a Plex token, `client:<client id>` for a password or API key, `plex-tv:token`
 * for the token of the account, `plex-tv:sign-in` for a sign-in under way (who has its code can fetch its token).
 */
export interface Vault {
  get(key: string): Promise<string | null>;
  set(key: string, secret: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export const plexTokenKey = (machineIdentifier: string): string => `plex:${machineIdentifier}`;
export const clientSecretKey = (clientId: string): string => `client:${clientId}`;
export const accountTokenKey = 'plex-tv:token';
export const signInKey = 'plex-tv:sign-in';
