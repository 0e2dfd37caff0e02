import { useSyncExternalStore } from 'react';
import { type OptionsSection, optionsSections } from '../options-page.ts';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

/** The section that the address names; the first one for any other address. */
export function useOptionsSection(): OptionsSection {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return optionsSections.find((section) => `#${section}` === hash) ?? 'plex';
}
