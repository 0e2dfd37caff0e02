/** What Marquee tells Plex about itself; Plex shows it in the owner's list of devices. */
export interface ClientInfo {
  /** Opaque and the same for as long as the extension is installed. */
  readonly clientIdentifier: string;
  /** Version of Marquee. */
  readonly version: string;
  /** The browser's name. */
  readonly platform: string;
  readonly platformVersion?: string;
}

/** Browsers refuse other characters in a header, and the server would have to guess their encoding. */
const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, 100);

/** No `Accept` but exactly this gets JSON: since July 2026 Plex answers XML to any list of types. */
export const acceptJson = { accept: 'application/json' } as const;

/** `X-Plex-Pms-Api-Version` is not sent: it changes what other parameters mean. */
export function clientHeaders(client: ClientInfo): Record<string, string> {
  return {
    'x-plex-client-identifier': ascii(client.clientIdentifier),
    'x-plex-product': 'Marquee',
    'x-plex-version': ascii(client.version),
    'x-plex-platform': ascii(client.platform),
    ...(client.platformVersion && { 'x-plex-platform-version': ascii(client.platformVersion) }),
  };
}

/** Whether this can be a header at all. A token that can't was mangled on its way here, and no server knows it. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]{1,4096}$/.test(text);
