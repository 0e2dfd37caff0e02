/** Darker than this (WCAG relative luminance, 0…1) counts as dark: black and white text are equally legible on it. */
const middle = 0.179;

/** Is the ground that the list stands on dark? Read from what the page shows, whatever its theme switch is called. */
export function standsOnDark(element: Element): boolean {
  const view = element.ownerDocument.defaultView;
  if (!view) return false;
  for (let at: Element | null = element; at; at = at.parentElement) {
    const luminance = luminanceOf(view.getComputedStyle(at).backgroundColor);
    if (luminance !== undefined) return luminance < middle;
  }
  const scheme = view.getComputedStyle(element.ownerDocument.documentElement).colorScheme;
  return scheme.includes('dark') && (!scheme.includes('light') || prefersDark(view).matches);
}

/** Where themes are switched: by pages themselves, and by Dark Reader over pages without a dark theme. */
const switches = ['class', 'style', 'data-theme', 'data-darkreader-mode', 'data-darkreader-scheme'];

/** Calls when the page may have changed its theme: its root's attributes, its styles, or the system's preference. */
export function onThemeChange(document: Document, changed: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(changed);
  for (const root of [document.documentElement, document.body]) {
    observer.observe(root, { attributeFilter: switches });
  }
  observer.observe(document.head, { childList: true });
  signal.addEventListener('abort', () => observer.disconnect());
  const { defaultView } = document;
  if (defaultView) prefersDark(defaultView).addEventListener('change', changed, { signal });
}

const prefersDark = (view: Window): MediaQueryList => view.matchMedia('(prefers-color-scheme: dark)');

/** `undefined` for what lets the ground behind it through, or is written in a way not known here. */
function luminanceOf(color: string): number | undefined {
  const parts = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(color);
  if (!parts || Number(parts[4] ?? 1) < 0.5) return undefined;
  const [red = 0, green = 0, blue = 0] = parts.slice(1, 4).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
