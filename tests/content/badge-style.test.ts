import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Contrast as WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
      const value = Number.parseInt(full.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const source = readFileSync('lib/content/badge-style.ts', 'utf8');
const menuSource = readFileSync('lib/content/menu-style.ts', 'utf8');
const palette = (name: 'light' | 'dark'): string =>
  new RegExp(`${name}: \`([^\`]*)\``).exec(source)?.[1] ?? '';
const tones = ['wait', 'done', 'part', 'choose', 'busy', 'alert', 'none'];

/** The colours that a tone ends up with: its own over those of the host. */
function colorsOf(name: 'light' | 'dark', tone: string): Record<string, string> {
  const colors: Record<string, string> = {};
  for (const [, selector = '', body = ''] of palette(name).matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    if (!selector.includes(':host') && !selector.includes(`=${tone}]`)) continue;
    for (const [, key = '', value = ''] of body.matchAll(/--(\w+):#([0-9a-f]+)/g)) colors[key] = value;
  }
  return colors;
}

describe.each(['light', 'dark'] as const)('on a %s page', (name) => {
  it.each(tones)('a badge of tone %s can be read on its own ground', (tone) => {
    const { face = '', ink = '', mark = '' } = colorsOf(name, tone);
    expect(contrast(face, ink)).toBeGreaterThanOrEqual(7);
    expect(contrast(face, mark)).toBeGreaterThanOrEqual(3);
  });
});

describe('the look of badges', () => {
  it('loads nothing: a page must not learn of it, and its image policy must not matter', () => {
    expect(source + menuSource).not.toMatch(/url\(|@import|src:/);
  });

  it('moves nothing by itself', () => {
    expect(source + menuSource).not.toMatch(/animation|transition|@keyframes/);
  });
});
