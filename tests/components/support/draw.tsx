import { configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AskProvider } from '../../../components/ask.tsx';
import type { HostAccess } from '../../../components/host-access.ts';
import { OptionsPage } from '../../../components/options/OptionsPage.tsx';
import type { OptionsSection } from '../../../components/options-page.ts';
import { PlexStatusDashboard } from '../../../components/popup/PlexStatusDashboard.tsx';
import { emptyOverview, type Overview } from '../../../lib/domain/overview.ts';
import type { SettingsView } from '../../../lib/messages/contract.ts';
import { type Answers, createFakeAsk, type FakeAsk } from './fake-ask.ts';
import { createOverviewSource, type FakeOverviewSource } from './fake-overview-source.ts';
import { clientKinds, noSettings, settings } from './samples.ts';

// React keeps sections that are not looked at in the document, hidden.
configure({ defaultIgnore: 'script, style, [style*="display: none"] *' });

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';

export interface Drawn extends FakeAsk {
  readonly user: ReturnType<typeof userEvent.setup>;
  readonly source: FakeOverviewSource;
  readonly container: HTMLElement;
}

/** The popup over a stored overview. Unless told otherwise the background answers with what is stored. */
export function drawPopup(stored: Overview, answers: Answers = {}): Drawn {
  const source = createOverviewSource(stored);
  const fake = createFakeAsk({
    'overview.refresh': () => source.current(),
    'settings.read': () => settings,
    'poster.read': () => ({ url: pixel }),
    ...answers,
  });
  const { container } = render(
    <AskProvider ask={fake.ask}>
      <PlexStatusDashboard overviewSource={source} />
    </AskProvider>,
  );
  return { ...fake, user: userEvent.setup(), source, container };
}

export interface FakeAccess extends HostAccess {
  readonly requested: string[];
  readonly removed: { readonly address: string; readonly stillUsed: readonly string[] }[];
}

export function createFakeAccess(answer: () => Promise<boolean> = async () => true): FakeAccess {
  const requested: string[] = [];
  const removed: { address: string; stillUsed: readonly string[] }[] = [];
  return {
    requested,
    removed,
    request: (address) => {
      requested.push(address);
      return answer();
    },
    remove: async (address, stillUsed) => {
      removed.push({ address, stillUsed });
    },
  };
}

export interface DrawnOptions extends Drawn {
  readonly access: FakeAccess;
}

/** The options page at one of its sections. */
export function drawOptions(
  section: OptionsSection,
  answers: Answers = {},
  about: { readonly access?: FakeAccess; readonly overview?: Overview; readonly stored?: SettingsView } = {},
): DrawnOptions {
  location.hash = section;
  const { access = createFakeAccess(), overview = emptyOverview, stored = noSettings } = about;
  const source = createOverviewSource(overview);
  const fake = createFakeAsk({ 'settings.read': () => stored, ...answers });
  const { container } = render(
    <AskProvider ask={fake.ask}>
      <OptionsPage overviewSource={source} access={access} clientKinds={clientKinds} version="1.2.3" />
    </AskProvider>,
  );
  return { ...fake, user: userEvent.setup(), source, container, access };
}
