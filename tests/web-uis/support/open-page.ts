import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '../../fixtures');

/** Puts a small page of `tests/fixtures` into the test's document; no script in it runs. */
export function openPage(name: string): void {
  document.documentElement.innerHTML = readFileSync(join(fixtures, `${name}.html`), 'utf8').replace(
    /<\/?html[^>]*>|<!DOCTYPE html>/g,
    '',
  );
}
