import { menuCss } from './menu-style.ts';

/** Names of our elements in a page; also how leftovers of an older script are found. */
export const badgeTag = 'marquee-badge';
export const menuTag = 'marquee-menu';

/** 12 × 12 px shapes, drawn as clip paths: a page's image policy does not reach them. */
const shapes = {
  // a filled square with a tick cut out
  done: 'M3 0H9A3 3 0 0 1 12 3V9A3 3 0 0 1 9 12H3A3 3 0 0 1 0 9V3A3 3 0 0 1 3 0ZM3.1 5.3 2 6.5 5 9.4 10 4.2 8.9 3 5 7.1Z',
  // a square, its lower half filled
  part: 'M3 0H9A3 3 0 0 1 12 3V9A3 3 0 0 1 9 12H3A3 3 0 0 1 0 9V3A3 3 0 0 1 3 0ZM1.6 6H10.4V3Q10.4 1.6 9 1.6H3Q1.6 1.6 1.6 3Z',
  // two squares, one on the other
  choose:
    'M2 0H7A2 2 0 0 1 9 2V2.6H7.4V2Q7.4 1.6 7 1.6H2Q1.6 1.6 1.6 2V7Q1.6 7.4 2 7.4H2.6V9H2A2 2 0 0 1 0 7V2A2 2 0 0 1 2 0ZM6 4H10A2 2 0 0 1 12 6V10A2 2 0 0 1 10 12H6A2 2 0 0 1 4 10V6A2 2 0 0 1 6 4Z',
  // three dots
  busy: 'M0 6A1.6 1.6 0 0 1 3.2 6 1.6 1.6 0 0 1 0 6ZM4.4 6A1.6 1.6 0 0 1 7.6 6 1.6 1.6 0 0 1 4.4 6ZM8.8 6A1.6 1.6 0 0 1 12 6 1.6 1.6 0 0 1 8.8 6Z',
  // a clock
  wait: 'M0 6A6 6 0 0 1 12 6 6 6 0 0 1 0 6ZM1.5 6A4.5 4.5 0 0 0 10.5 6 4.5 4.5 0 0 0 1.5 6ZM5.3 2.6H6.7V5.7L8.9 7.2 8.1 8.4 5.3 6.5Z',
  // a filled circle with an exclamation mark cut out
  alert: 'M0 6A6 6 0 0 1 12 6 6 6 0 0 1 0 6ZM5.2 2.5V7H6.8V2.5ZM5.2 8.2V9.8H6.8V8.2Z',
  // a ring
  none: 'M1 6A5 5 0 0 1 11 6 5 5 0 0 1 1 6ZM2.4 6A3.6 3.6 0 0 0 9.6 6 3.6 3.6 0 0 0 2.4 6Z',
};

const shapeRules = Object.entries(shapes)
  .map(([tone, path]) => `[data-tone=${tone}]::before{clip-path:path(evenodd,"${path}")}`)
  .join('');

/**
 * The host covers its cell without catching the mouse, so that the badge can stand at the cell's end and adapt to
 * the cell's width without anything being measured. The button behind a link keeps its place in the order of Tab where
 * there is no room for it: an element that is not displayed could not take the focus. `!important` on the host keeps the page's own rules out.
 */
export const badgeCss = `
:host{all:initial!important;position:absolute!important;inset:0!important;display:flex!important;
align-items:center!important;justify-content:flex-end!important;contain:strict!important;
container-type:size!important;pointer-events:none!important;font:inherit!important;
direction:inherit!important}
a,span,button{box-sizing:border-box;display:flex;align-items:center;gap:4px;min-width:0;
height:min(100% - 2px,18px);margin:0;padding:0;border:1px solid var(--line);border-radius:5px;
background:var(--face);color:var(--ink);font:inherit;white-space:nowrap;text-decoration:none;
pointer-events:auto;user-select:none;cursor:default}
a,button{cursor:pointer}
:is(a,button):hover{border-color:var(--ink)}
:focus-visible{outline:2px solid var(--ink);outline-offset:-2px}
::before{content:"";flex:none;width:12px;height:12px;background:var(--mark);forced-color-adjust:none}
:last-child,.split{margin-inline-end:2px}
[data-label]{padding-inline:4px 5px}
[data-label]::after{content:attr(data-short);min-width:0;overflow:hidden;text-overflow:ellipsis}
[data-short=""]{padding-inline:4px}
[data-short=""]::after{display:none}
.more{flex:none;justify-content:center;width:17px;overflow:hidden;margin-inline-start:-3px;border-start-start-radius:0;
border-end-start-radius:0}
.split{border-start-end-radius:0;border-end-end-radius:0}
@container (width >= 260px){[data-label]{padding-inline:4px 5px}
[data-label]::after{content:attr(data-label);display:block}}
@container (width < 110px){[data-label]{padding-inline:4px;border-radius:5px}
[data-label]::after{display:none}
.more{width:0;margin-inline-start:-2px;border-width:0}}
:host(:hover) [data-label],[data-label]:focus-visible{padding-inline:4px 5px}
:host(:hover) [data-label]::after,[data-label]:focus-visible::after{content:attr(data-label);display:block}
:host(:hover) .more,:focus-visible+.more,.more:focus-visible{width:17px;border-width:1px}
@container (width < 44px){a,span,button{display:none!important}}
@container (height < 15px){a,span,button{height:100%;border-width:0;border-radius:3px;font-size:min(1em,9px);line-height:1}
::before{transform:scale(.75)}}
@media (forced-colors:active){::before{background:CanvasText}}
@media print{:host{display:none!important}}
${shapeRules}
.more::before{clip-path:path("M1.7 4.9 2.8 3.8 6 7 9.2 3.8 10.3 4.9 6 9.2Z")}`;

/** Text on its own ground is 7:1 or better, marks are 3:1 or better, whatever the row behind looks like. */
const palettes = {
  light: `:host{--scheme:light;--face:#fff;--ink:#37424e;--line:#c3ccd6;--mark:#6b7785}
[data-tone=done],[data-tone=part],[data-tone=choose]{--face:#e6f5ed;--ink:#0c5334;--line:#93cfb2;--mark:#157a4b}
[data-tone=busy]{--mark:#2563b8}
[data-tone=alert]{--face:#fff0ee;--ink:#8f1a12;--line:#eeb1ab;--mark:#c62b20}
[data-tone=none]{--ink:#4b5663}`,
  dark: `:host{--scheme:dark;--face:#22272e;--ink:#e3e8ee;--line:#4d5865;--mark:#98a4b1}
[data-tone=done],[data-tone=part],[data-tone=choose]{--face:#12382a;--ink:#c2f2d9;--line:#2b7556;--mark:#5fd39c}
[data-tone=busy]{--mark:#7db5f5}
[data-tone=alert]{--face:#451a18;--ink:#ffd0cb;--line:#8d3a35;--mark:#ff8b80}
[data-tone=none]{--ink:#b9c3ce}`,
};

/** The sheets that all badges of a page share, and the menu; one call changes the colours of all. */
export class BadgeSheets {
  readonly #badge: CSSStyleSheet;
  readonly #menu: CSSStyleSheet;
  readonly #palette: CSSStyleSheet;
  #dark: boolean | undefined;

  constructor(view: Window & typeof globalThis) {
    this.#badge = new view.CSSStyleSheet();
    this.#menu = new view.CSSStyleSheet();
    this.#palette = new view.CSSStyleSheet();
    this.#badge.replaceSync(badgeCss);
    this.#menu.replaceSync(menuCss + shapeRules);
    this.useDark(false);
  }

  useDark(dark: boolean): void {
    if (dark === this.#dark) return;
    this.#dark = dark;
    this.#palette.replaceSync(dark ? palettes.dark : palettes.light);
  }

  dress(root: ShadowRoot, what: 'badge' | 'menu' = 'badge'): void {
    root.adoptedStyleSheets = [what === 'menu' ? this.#menu : this.#badge, this.#palette];
  }
}
