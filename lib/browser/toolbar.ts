import { browser } from 'wxt/browser';

/** What the toolbar icon says: at most four characters, the same in words, and a colour. */
export interface ToolbarState {
  readonly text: string;
  readonly title: string;
  readonly colour: 'grey' | 'amber' | 'red';
}

const colours = { grey: '#4a5568', amber: '#8a5300', red: '#b3261e' } as const;

export async function showToolbar(state: ToolbarState): Promise<void> {
  await browser.action.setBadgeText({ text: state.text });
  await browser.action.setTitle({ title: state.title });
  if (state.text === '') return;
  await browser.action.setBadgeBackgroundColor({ color: colours[state.colour] });
  await browser.action.setBadgeTextColor({ color: '#ffffff' });
}
