import '../../../components/ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { AskProvider } from '../../../components/ask.tsx';
import { setDocumentLanguage } from '../../../components/document-language.ts';
import type { HostAccess } from '../../../components/host-access.ts';
import { OptionsPage } from '../../../components/options/OptionsPage.tsx';
import { PlexStatusDashboard } from '../../../components/popup/PlexStatusDashboard.tsx';
import { createFakeAsk } from '../../components/support/fake-ask.ts';
import { createOverviewSource } from '../../components/support/fake-overview-source.ts';
import { clientKinds } from '../../components/support/samples.ts';
import { optionsScenes } from './options-scenes.ts';
import { popupScenes } from './popup-scenes.ts';
import { shows } from './shows.ts';

const scenes = [...popupScenes, ...optionsScenes];
const access: HostAccess = { request: async () => true, remove: async () => undefined };

/** What the runner reads: which scenes there are, and whether this one has come to rest. */
declare global {
  interface Window {
    gallery: {
      readonly scenes: readonly string[];
      /** What this scene must show. */
      readonly shows: string | undefined;
      ready: boolean;
      readonly violations: string[];
    };
  }
}

const id = new URLSearchParams(location.search).get('scene');
window.gallery = {
  scenes: scenes.map((one) => one.id),
  shows: shows[id ?? ''],
  ready: false,
  violations: [],
};
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  window.gallery.violations.push(`${violatedDirective} ${blockedURI}`);
});

const scene = scenes.find((one) => one.id === id);
const root = document.querySelector('#root');
if (scene && root) {
  setDocumentLanguage();
  if (scene.section) location.hash = scene.section;
  const overviewSource = createOverviewSource(scene.overview);
  createRoot(root).render(
    <AskProvider ask={createFakeAsk(scene.answers).ask}>
      {scene.page === 'popup' ? (
        <PlexStatusDashboard overviewSource={overviewSource} />
      ) : (
        <OptionsPage {...{ overviewSource, access, clientKinds }} version="0.1.0" />
      )}
    </AskProvider>,
  );
  await scene.play?.();
}
window.gallery.ready = true;
