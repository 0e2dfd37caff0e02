import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('tests/faults/README.md', 'utf8');
const rows = readme.split('\n').filter((line) => /^\| [SG]\d+ \|/.test(line));
const cited = [...readme.matchAll(/`(tests\/[\w/.-]+\.tsx?)`(?: › ([^;|]+?)(?= \(|; |\. |\.$| \||$))?/gm)];

/** What words of a test's name are between its parts that are filled in. */
const plain = (text: string): string => text.replaceAll(/[’']|\\'|\s+/g, ' ').trim();

describe('the table of threats and goals', () => {
  it('has a row for each of them, and each says what proves it or that nothing does', () => {
    const ids = rows.map((row) => row.split('|')[1]?.trim());
    const wanted = [
      ...Array.from({ length: 26 }, (_, at) => `S${at + 1}`),
      ...Array.from({ length: 18 }, (_, at) => `G${at + 1}`),
    ];
    expect(ids).toEqual(wanted);
    for (const row of rows) expect(row).toMatch(/`tests\/|open|as S\d/);
  });

  it.each(cited.map(([, file = '', name]) => [file, name] as const))(
    'cites %s › %s, which is there',
    (file, name) => {
      expect(existsSync(file)).toBe(true);
      if (name) expect(plain(readFileSync(file, 'utf8'))).toContain(plain(name));
    },
  );
});
