import type { Settings } from '../domain/settings.ts';

/**
 * The settings without a torrent page and all that is of it alone. A rule of a page that is gone would never apply, yet
 * stay on the screen, and come into force again for nobody.
 */
export function withoutClient(settings: Settings, clientId: string): Settings {
  const isOther = (one: { readonly clientId: string | null }): boolean => one.clientId !== clientId;
  return {
    ...settings,
    clients: settings.clients.filter(({ id }) => id !== clientId),
    mappings: settings.mappings.filter(isOther),
    rules: settings.rules.filter(isOther),
  };
}
