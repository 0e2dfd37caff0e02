import { configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AskProvider } from '../../../components/ask.tsx';
import { OptionsPage } from '../../../components/options/OptionsPage.tsx';
import type { OptionsSection } from '../../../components/options-page.ts';
import { PlexStatusDashboard } from '../../../components/popup/PlexStatusDashboard.tsx';
import type { ActivePage } from '../../../components/popup/TorrentPageOffer.tsx';
import { emptyOverview, type Overview } from '../../../lib/domain/overview.ts';
import type { SettingsView } from '../../../lib/messages/contract.ts';
import { createFakeAccess, type FakeAccess } from './fake-access.ts';
import { type Answers, createFakeAsk, type FakeAsk } from './fake-ask.ts';
import { createOverviewSource, type FakeOverviewSource } from './fake-overview-source.ts';
import { clientKinds, nobody, noSettings, settings } from './samples.ts';

// React keeps sections that are not looked at in the document, hidden.
configure({ defaultIgnore: 'script, style, [style*="display: none"] *' });

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';

export { createFakeAccess, type FakeAccess };

export interface Drawn extends FakeAsk {
  readonly user: ReturnType<typeof userEvent.setup>;
  readonly source: FakeOverviewSource;
  readonly container: HTMLElement;
}

/** The popup over a stored overview. Unless told otherwise the background answers with what is stored. */
export function drawPopup(stored: Overview, answers: Answers = {}, activePage?: ActivePage): Drawn {
  const source = createOverviewSource(stored);
  const fake = createFakeAsk({
    'overview.refresh': () => source.current(),
    'settings.read': () => settings,
    'poster.read': () => ({ url: pixel }),
    'account.read': () => nobody,
    ...answers,
  });
  const { container } = render(
    <AskProvider ask={fake.ask}>
      <PlexStatusDashboard overviewSource={source} {...(activePage && { activePage })} />
    </AskProvider>,
  );
  return { ...fake, user: userEvent.setup(), source, container };
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
  const fake = createFakeAsk({ 'settings.read': () => stored, 'account.read': () => nobody, ...answers });
  const { container } = render(
    <AskProvider ask={fake.ask}>
      <OptionsPage overviewSource={source} access={access} clientKinds={clientKinds} version="1.2.3" />
    </AskProvider>,
  );
  return { ...fake, user: userEvent.setup(), source, container, access };
}
