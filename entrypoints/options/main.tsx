import '../../components/ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { browser } from 'wxt/browser';
import { AskProvider } from '../../components/ask.tsx';
import { setDocumentLanguage } from '../../components/document-language.ts';
import { OptionsPage } from '../../components/options/OptionsPage.tsx';
import { ask } from '../../lib/browser/ask.ts';
import { openOverviewSource } from '../../lib/browser/overview-source.ts';
import { drawInAppearance } from '../../lib/browser/page-appearance.ts';
import { torrentClients } from '../../lib/torrent-clients/index.ts';
import { hostAccess } from './host-access.ts';

const overviewSource = await openOverviewSource();
const element = document.querySelector('#root');
if (element) {
  const root = createRoot(element);
  await drawInAppearance(() => {
    setDocumentLanguage();
    root.render(
      <AskProvider ask={ask}>
        <OptionsPage
          overviewSource={overviewSource}
          access={hostAccess}
          clientKinds={torrentClients}
          version={browser.runtime.getManifest().version}
        />
      </AskProvider>,
    );
  });
}
