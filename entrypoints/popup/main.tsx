import '../../components/ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { AskProvider } from '../../components/ask.tsx';
import { setDocumentLanguage } from '../../components/document-language.ts';
import { PlexStatusDashboard } from '../../components/popup/PlexStatusDashboard.tsx';
import { ask } from '../../lib/browser/ask.ts';
import { openOverviewSource } from '../../lib/browser/overview-source.ts';
import { openLinksInTabs } from './open-links.ts';

setDocumentLanguage();
openLinksInTabs();
const overviewSource = await openOverviewSource();
const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <AskProvider ask={ask}>
      <PlexStatusDashboard overviewSource={overviewSource} />
    </AskProvider>,
  );
}
