import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GalleryResult, runGallery } from '../gallery/run.ts';

describe('every state of our own pages, in light and dark, narrow and wide, long words and right to left', () => {
  let result: GalleryResult;

  beforeAll(async () => {
    result = await runGallery({ outDir: join('artifacts', 'gallery') });
  }, 900_000);

  it('was drawn', () => {
    expect(result.shots.length).toBeGreaterThan(300);
    expect(result.shots.every((path) => existsSync(path))).toBe(true);
  });

  it('has nothing that axe, the console or the content security policy objects to', () => {
    expect(result.violations).toEqual([]);
  });

  it('fits into its window, with no text cut off at a side', () => {
    expect(result.overflows).toEqual([]);
  });
});
