import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { i18n } from '#i18n';
import { type Appearance, onAppearance, readAppearance } from '../../lib/browser/appearance.ts';
import { readEarly, storedEarly } from '../../lib/browser/early-read.ts';
import { messageText, speak } from '../../lib/browser/i18n.ts';
import { followLanguage, speakLanguage } from '../../lib/browser/language.ts';
import { drawInAppearance } from '../../lib/browser/page-appearance.ts';
import { useRealMessages } from '../components/support/messages.ts';

const { local } = fakeBrowser.storage;
const german = {
  language: 'de',
  saved: 'Gespeichert',
  scan_waiting: '$1 Download wartet | $1 Downloads warten',
  plex_connected: '{server} ist verbunden.',
  badge_open: 'In Plex ansehen',
  badge_partly: '$1 von $2',
};
const files: Record<string, object> = {
  de: Object.fromEntries(Object.entries(german).map(([name, message]) => [name, { message }])),
};

useRealMessages();
beforeEach(() => {
  speak({});
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const language = /_locales\/(\w+)\/messages\.json$/.exec(String(url))?.[1] ?? '';
    return Response.json(files[language], { status: files[language] ? 200 : 404 });
  });
});

describe('a text', () => {
  it('comes from the browser as long as no language is set', async () => {
    await speakLanguage('browser');
    expect(fetch).not.toHaveBeenCalled();
    expect(i18n.t('saved')).toBe('Saved');
    expect(i18n.t('scan.waiting', 1)).toBe('1 download is on its way into Plex.');
    expect(i18n.t('scan.waiting', 0)).toBe('0 downloads are on their way into Plex.');
    expect(i18n.t('about.version', { version: '$1.2' })).toBe('Version $1.2');
  });

  it('comes from our own file of the language that is set, in its plural and with its slots', async () => {
    await speakLanguage('de');
    expect(i18n.t('saved')).toBe('Gespeichert');
    expect([0, 1, 2].map((count) => i18n.t('scan.waiting', count))).toEqual([
      '0 Downloads warten',
      '1 Download wartet',
      '2 Downloads warten',
    ]);
    expect(messageText('badge_partly', ['1', '3'])).toBe('1 von 3');
    expect(messageText('plex_connected')).toBe('{server} ist verbunden.');
  });

  it('comes from the browser where the language has none, and where its file can not be read', async () => {
    await speakLanguage('de');
    expect(i18n.t('options.title')).toBe('Options');
    await speakLanguage('fr');
    expect(i18n.t('saved')).toBe('Saved');
    vi.mocked(fetch).mockRejectedValue(new TypeError('Failed to fetch'));
    await speakLanguage('de');
    expect(i18n.t('saved')).toBe('Saved');
  });

  it('takes 0 for one where the language does', () => {
    speak({ ...german, language: 'fr' });
    expect(i18n.t('scan.waiting', 0)).toBe('0 Download wartet');
  });

  it('takes nothing from objects themselves for a slot', () => {
    speak({ about_version: '{toString} {version}' });
    expect(i18n.t('about.version', { version: '1' })).toBe('{toString} 1');
  });
});

describe('the look of our pages', () => {
  it.each<[unknown, Appearance]>([
    [undefined, { theme: 'auto', language: 'browser' }],
    ['garbage', { theme: 'auto', language: 'browser' }],
    [null, { theme: 'auto', language: 'browser' }],
    [{ schema: 1 }, { theme: 'auto', language: 'browser' }],
    [
      { schema: 2, theme: 'dark', language: 'fr' },
      { theme: 'dark', language: 'fr' },
    ],
    [
      { theme: 'pink', language: 7 },
      { theme: 'auto', language: 'browser' },
    ],
  ])('is read from whatever is stored: %j', async (settings, appearance) => {
    if (settings !== undefined) await local.set({ settings });
    expect(await readAppearance()).toEqual(appearance);
  });

  it('is something also where the storage fails', async () => {
    vi.spyOn(local, 'get').mockRejectedValue(new Error('IO error'));
    expect(await readAppearance()).toEqual({ theme: 'auto', language: 'browser' });
  });

  it('is told of when it changes, and of no other change', async () => {
    const seen: Appearance[] = [];
    onAppearance((now) => seen.push(now));
    await local.set({ settings: { theme: 'dark' } });
    await local.set({ settings: { theme: 'dark', openIn: 'server' }, other: 1 });
    await local.set({ settings: { theme: 'dark', language: 'es' } });
    expect(seen).toEqual([
      { theme: 'dark', language: 'browser' },
      { theme: 'dark', language: 'es' },
    ]);
  });
});

describe('the language of the background', () => {
  it('is that of the settings, also after it was changed', async () => {
    const changed = vi.fn();
    await local.set({ settings: { language: 'de' } });
    const { ready, badgeWords } = followLanguage(changed);
    await ready();
    expect(messageText('saved')).toBe('Gespeichert');
    expect(await badgeWords()).toEqual({
      language: 'de',
      badge_open: 'In Plex ansehen',
      badge_partly: '$1 von $2',
    });
    await local.set({ settings: { language: 'browser' } });
    await ready();
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(await badgeWords()).toBeNull();
    expect(messageText('saved')).toBe('Saved');
  });
});

describe('a page that is being loaded', () => {
  it('looks as it is set in the end, and is drawn once for each language, whenever that was changed', async () => {
    vi.stubGlobal('document', { documentElement: { dataset: {} } });
    vi.stubGlobal('localStorage', { setItem: () => undefined });
    await local.set({ settings: { theme: 'light', language: 'browser' } });
    readEarly();
    await storedEarly();
    await local.set({ settings: { theme: 'dark', language: 'de' } }); // nobody listens yet
    const drawn: string[] = [];
    await drawInAppearance(() => void drawn.push(i18n.t('saved')));
    await vi.waitFor(() => expect(drawn).toEqual(['Saved', 'Gespeichert']));
    expect(document.documentElement.dataset.theme).toBe('dark');
    await local.set({ settings: { theme: 'auto', language: 'de' } });
    await vi.waitFor(() => expect(document.documentElement.dataset.theme).toBe('auto'));
    expect(drawn).toHaveLength(2);
    vi.unstubAllGlobals();
    delete (globalThis as { marqueeStored?: unknown }).marqueeStored;
  });
});
