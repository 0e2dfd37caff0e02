import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messages } from './support/messages.ts';

const sources = globSync('{components,entrypoints}/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'));
const names = Object.keys(messages);

/** Keys as they stand in the code; a part that is only known at run time becomes a wildcard. */
const used = sources.flatMap((text) =>
  [...text.matchAll(/['"`]((?:[a-z]\w*|\$\{[^}]+\})(?:\.(?:\w|\$\{[^}]+\})+)*)['"`]/g)].map(
    ([, key]) => new RegExp(`^${(key ?? '').replaceAll('.', '_').replaceAll(/\$\{[^}]+\}/g, '[A-Za-z_]+')}$`),
  ),
);

/** Without those of badges and the toolbar, which have tests of their own, and those of the manifest. */
const ours = names.filter((name) => !/^(?:badge|toolbar|ext[A-Z])/.test(name));

describe('the messages', () => {
  it('are all used by our pages', () => {
    expect(ours.length).toBeGreaterThan(150);
    expect(ours.filter((name) => !used.some((key) => key.test(name)))).toEqual([]);
  });

  it('have names that browsers accept', () => {
    expect(names.filter((name) => !/^[A-Za-z0-9_@]+$/.test(name))).toEqual([]);
  });

  it('speak plainly: no double spaces, straight quotes inside, or dangling ends', () => {
    expect(ours.filter((name) => /\s\s|^\s|\s$|\w'\w/.test(messages[name]?.message ?? ' '))).toEqual([]);
  });

  it('never call the product after Plex', () => {
    expect(messages.extName?.message).not.toMatch(/plex/i);
    expect(messages.disclaimer?.message).toBe('Works with Plex. Not made or endorsed by Plex.');
  });
});
