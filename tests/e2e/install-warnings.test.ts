import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builds, launchChrome } from '../rig/browser.ts';

/** What chrome://extensions knows of an extension: its complaints about the manifest, and what installing it asks for. */
interface InstallView {
  readonly manifestErrors: readonly { readonly message: string }[];
  readonly runtimeErrors: readonly { readonly message: string }[];
  readonly installWarnings?: readonly string[];
  readonly permissions: { readonly simplePermissions: readonly { readonly message: string }[] };
}

interface DeveloperPrivate {
  readonly chrome: {
    readonly developerPrivate: {
      updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>;
      getExtensionInfo(id: string): Promise<InstallView>;
    };
  };
}

/** @param build folder of an unpacked extension */
async function installedFrom(build: string): Promise<readonly string[]> {
  const extension = await launchChrome({ build });
  try {
    const id = new URL(extension.pageUrl('')).host;
    const page = await extension.browser.newPage();
    await page.goto('chrome://extensions/');
    const view = await page.evaluate(async (own) => {
      const { developerPrivate } = (globalThis as unknown as DeveloperPrivate).chrome;
      await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
      return developerPrivate.getExtensionInfo(own);
    }, id);
    const { manifestErrors, runtimeErrors, installWarnings = [], permissions } = view;
    const said = [...manifestErrors, ...runtimeErrors, ...permissions.simplePermissions];
    return [...installWarnings, ...said.map(({ message }) => message)];
  } finally {
    await extension.close();
  }
}

describe('Chromium, when it installs Marquee', () => {
  it('has nothing to say against the manifest and asks the person for nothing', async () => {
    expect(await installedFrom(join(builds, 'chrome-mv3'))).toEqual([]);
  });

  it('would say what it does not know in a manifest, and what a permission means', async () => {
    const build = mkdtempSync(join(tmpdir(), 'marquee-warned-'));
    try {
      cpSync(join(builds, 'chrome-mv3'), build, { recursive: true });
      const file = join(build, 'manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as { permissions: string[] };
      const worse = { ...manifest, bookshelf: true, permissions: [...manifest.permissions, 'bookmarks'] };
      writeFileSync(file, JSON.stringify(worse));
      const said = (await installedFrom(build)).join('\n');
      expect(said).toContain('bookshelf');
      expect(said).toContain('bookmarks');
    } finally {
      rmSync(build, { recursive: true, force: true });
    }
  });
});
