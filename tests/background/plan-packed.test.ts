import { describe, expect, it } from 'vitest';
import { planPacked } from '../../lib/background/plan-packed.ts';
import { exampleDownload, exampleSection, machineIdentifier } from '../domain/examples.ts';

const server = {
  machineIdentifier,
  sections: [exampleSection({ locations: ['/downloads/films'] })],
  mappings: [],
  votes: new Map(),
} as unknown as Parameters<typeof planPacked>[2];
const plan = (savePath: string, ...paths: readonly string[]) =>
  planPacked(
    exampleDownload({ savePath }),
    paths.map((path) => ({ path, sizeBytes: 1_000_000_000, wanted: true })),
    server,
  );

describe('a download of archives', () => {
  it('is scanned in its own folder, and proved by what shows up there', () => {
    expect(plan('/downloads/films', 'A Film/film.rar', 'A Film/film.r00', 'A Film/film.r01')).toEqual({
      machineIdentifier,
      scans: [{ sectionKey: '1', sectionTitle: 'Films', folder: '/downloads/films/A Film' }],
      files: [],
      archives: 1,
    });
  });

  it('counts its archives and not their volumes, subtitles or samples', () => {
    const season = plan(
      '/downloads/films',
      ...['S/E1/e1.part01.rar', 'S/E1/e1.part02.rar', 'S/E2/e2.part1.rar', 'S/E2/e2.part10.rar'],
      ...[
        'S/E3/e3.rar',
        'S/E3/e3.r00',
        'S/E4/e4.7z.001',
        'S/E4/e4.7z.002',
        'S/E1/Subs/e1.rar',
        'S/Sample/s.rar',
      ],
    );
    expect(season?.archives).toBe(4);
  });

  it('is none when something in it can be played as it is', () => {
    expect(plan('/downloads/films', 'A Film/film.mkv', 'A Film/subs.rar')).toBeNull();
    expect(plan('/downloads/films', 'A Film/readme.txt')).toBeNull();
  });

  it('is told when nobody could tell whose files turn up: no folder of its own', () => {
    expect(() => plan('/downloads/films', 'film.rar', 'film.r00')).toThrow(/NOTHING_PLAYABLE/);
  });

  it('outside of all libraries is none of theirs', () => {
    expect(() => plan('/elsewhere', 'A Film/film.rar')).toThrow(/UNMAPPED/);
  });
});
