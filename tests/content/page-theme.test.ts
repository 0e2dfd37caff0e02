// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { onThemeChange, standsOnDark } from '../../lib/content/page-theme.ts';

let list: HTMLElement;

beforeEach(() => {
  document.documentElement.removeAttribute('class');
  document.documentElement.removeAttribute('style');
  document.body.removeAttribute('style');
  document.body.innerHTML = '<div><div id="list"></div></div>';
  list = document.querySelector('#list') ?? document.body;
});

/** Computed colours, as browsers write them. */
function paint(colors: ReadonlyMap<Element, string>, colorScheme = 'normal'): void {
  vi.spyOn(window, 'getComputedStyle').mockImplementation(
    (element) =>
      ({ backgroundColor: colors.get(element) ?? 'rgba(0, 0, 0, 0)', colorScheme }) as CSSStyleDeclaration,
  );
}

describe('the ground that the list stands on', () => {
  it.each([
    ['rgb(255, 255, 255)', false],
    ['rgb(240, 240, 240)', false],
    ['rgb(18, 18, 18)', true],
    ['rgb(64, 64, 64)', true],
    ['rgba(0, 0, 0, 0.9)', true],
  ])('%s: dark is %s', (color, dark) => {
    paint(new Map([[document.body, color]]));
    expect(standsOnDark(list)).toBe(dark);
  });

  it('is the nearest one that can be seen', () => {
    paint(
      new Map([
        [list, 'rgba(0, 0, 0, 0)'],
        [list.parentElement ?? list, 'rgb(20, 20, 20)'],
        [document.body, 'rgb(255, 255, 255)'],
      ]),
    );
    expect(standsOnDark(list)).toBe(true);
  });

  it('is the browser’s own where the page paints none', () => {
    paint(new Map(), 'dark');
    expect(standsOnDark(list)).toBe(true);
    paint(new Map(), 'light');
    expect(standsOnDark(list)).toBe(false);
  });
});

describe('a change of theme', () => {
  it('is noticed at the root of the page, until the end', async () => {
    const changed = vi.fn();
    const ending = new AbortController();
    onThemeChange(document, changed, ending.signal);
    document.documentElement.classList.add('dark');
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    document.head.append(document.createElement('style'));
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
    list.classList.add('whatever');
    ending.abort();
    document.documentElement.classList.remove('dark');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
