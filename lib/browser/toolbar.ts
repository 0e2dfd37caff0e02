import { browser } from 'wxt/browser';
import type { ToolbarState } from '../domain/toolbar-state.ts';
import { iconOf } from './toolbar-icon.ts';

/** A toolbar state in the words of the person's language. */
export interface ShownToolbar extends Omit<ToolbarState, 'title'> {
  readonly title: string;
}

// each with at least 4.5:1 to the white of the text
const colours = { grey: '#4a5568', amber: '#8a5300', red: '#b3261e' } as const;

/** What is drawn: shape and colour. */
let shown = '';

export async function showToolbar(state: ShownToolbar): Promise<void> {
  await browser.action.setBadgeText({ text: state.badge });
  await browser.action.setTitle({ title: state.title });
  if (state.badge !== '') {
    await browser.action.setBadgeBackgroundColor({ color: colours[state.colour] });
    await browser.action.setBadgeTextColor({ color: '#ffffff' });
  }
  const wanted = `${state.shape} ${state.colour}`;
  if (wanted === shown) return; // browsers keep the icon, and drawing it is the dearest of all this
  const imageData = await iconOf(state.shape, state.colour).catch(() => null);
  if (!imageData) return; // the badge and the title say the same
  await browser.action.setIcon({ imageData });
  shown = wanted;
}
