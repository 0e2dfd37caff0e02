import { describe, expect, it } from 'vitest';
import config from '../../wxt.config.ts';
import { type BuiltManifest, objectionsTo } from './manifest.ts';

async function manifestFor(browser: 'chrome' | 'firefox'): Promise<BuiltManifest> {
  const { manifest } = config;
  const made = typeof manifest === 'function' ? await manifest({ browser } as never) : await manifest;
  return made as BuiltManifest;
}

describe.each(['chrome', 'firefox'] as const)('the manifest for %s', (browser) => {
  it('asks for no host, opens no door and lets no string become code', async () => {
    expect(objectionsTo(await manifestFor(browser), browser)).toEqual([]);
  });

  it.each<[string, BuiltManifest]>([
    ['a looser policy', { content_security_policy: { extension_pages: "script-src 'self' 'unsafe-eval'" } }],
    ['no policy', { content_security_policy: {} }],
    ['a host', { host_permissions: ['http://*/*'] }],
    ['one permission more', { permissions: ['tabs'] }],
    ['a file for pages', { web_accessible_resources: [{}] }],
    ['private windows', { incognito: 'spanning' }],
    ['a door for web pages', { externally_connectable: { matches: ['https://evil.test/*'] } }],
  ])('would be objected to with %s', async (_, change) => {
    const right = await manifestFor(browser);
    expect(objectionsTo({ ...right, ...change }, browser)).not.toEqual([]);
  });
});
