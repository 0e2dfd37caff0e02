import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GalleryResult, runGallery } from '../gallery/run.ts';

/** The states that no view may forget, and the scene that shows each; the gallery has many more. */
const states = {
  'first run': 'popup-first-run',
  'no permission': 'popup-no-permission',
  'signing in': 'popup-signing-in',
  loading: 'popup-loading',
  ok: 'popup-ok',
  empty: 'popup-empty',
  'Plex offline': 'popup-offline',
  'wrong server': 'popup-wrong-server',
  'sign-in expired': 'popup-sign-in-lost',
  'client logged out': 'popup-client-logged-out',
  'unmapped path': 'popup-unmapped',
  paused: 'popup-paused',
  'storage broken': 'popup-storage-broken',
} as const;
const views = [
  ...[320, 380, 1280].flatMap((width) => [`light-${width}`, `dark-${width}`]),
  'long-320',
  'rtl-320',
];

describe('every state of our own pages, in light and dark, narrow and wide, long words and right to left', () => {
  let result: GalleryResult;

  beforeAll(async () => {
    // `npm run gallery` draws all views of all pages
    result = await runGallery({ outDir: join('artifacts', 'gallery'), isCut: true });
  }, 1_800_000);

  it('was drawn', () => {
    expect(result.shots.length).toBeGreaterThan(300);
    expect(result.shots.every((path) => existsSync(path))).toBe(true);
  });

  it('was drawn in all thirteen states, light and dark, at three widths, with long words and right to left', () => {
    expect(Object.keys(states)).toHaveLength(13);
    const drawn = result.shots.map((path) => basename(path, '.png'));
    expect(drawn).toEqual(
      expect.arrayContaining(
        Object.values(states).flatMap((scene) => views.map((view) => `${scene}-${view}`)),
      ),
    );
  });

  it('has nothing that axe, the console or the content security policy objects to', () => {
    expect(result.violations).toEqual([]);
  });

  it('fits into its window, with no text cut off at a side', () => {
    expect(result.overflows).toEqual([]);
  });
});
