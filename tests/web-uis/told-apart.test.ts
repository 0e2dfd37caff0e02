// @vitest-environment happy-dom
import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { webUis } from '../../lib/web-uis/index.ts';
import { openPage } from './support/open-page.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const pages = globSync('*-page/*.html', { cwd: fixtures }).toSorted();

it.each(pages)('the page %s is recognised as what it is, and by nobody else', (page) => {
  openPage(join(dirname(page), basename(page, '.html')));
  const id = dirname(page).replace(/-page$/, '');
  expect(webUis.filter((webUi) => webUi.matches(document)).map((webUi) => webUi.id)).toEqual([id]);
});
