import '../../components/ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { AskProvider } from '../../components/ask.tsx';
import { setDocumentLanguage } from '../../components/document-language.ts';
import { PlexStatusDashboard } from '../../components/popup/PlexStatusDashboard.tsx';
import { activeTorrentPage } from '../../lib/browser/active-page.ts';
import { ask } from '../../lib/browser/ask.ts';
import { openOverviewSource } from '../../lib/browser/overview-source.ts';
import { drawInAppearance } from '../../lib/browser/page-appearance.ts';
import { requestHost } from '../../lib/browser/permissions.ts';
import { openLinksInTabs } from './open-links.ts';

openLinksInTabs();
const overviewSource = await openOverviewSource();
const activePage = { find: activeTorrentPage, request: requestHost };
const element = document.querySelector('#root');
if (element) {
  const root = createRoot(element);
  await drawInAppearance(() => {
    setDocumentLanguage();
    root.render(
      <AskProvider ask={ask}>
        <PlexStatusDashboard overviewSource={overviewSource} activePage={activePage} />
      </AskProvider>,
    );
  });
}
