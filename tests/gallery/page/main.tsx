import '../../../components/ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { AskProvider } from '../../../components/ask.tsx';
import { setDocumentLanguage } from '../../../components/document-language.ts';
import { OptionsPage } from '../../../components/options/OptionsPage.tsx';
import { PlexStatusDashboard } from '../../../components/popup/PlexStatusDashboard.tsx';
import { WelcomePage } from '../../../components/welcome/WelcomePage.tsx';
import { createFakeAccess } from '../../components/support/fake-access.ts';
import { createFakeAsk } from '../../components/support/fake-ask.ts';
import { createOverviewSource } from '../../components/support/fake-overview-source.ts';
import { clientKinds } from '../../components/support/samples.ts';
import { activityScenes, activityShows } from './activity-scenes.ts';
import { behaviourScenes, behaviourShows } from './behaviour-scenes.ts';
import { allElements, focusedElement, shownText } from './look-inside.ts';
import { optionsScenes } from './options-scenes.ts';
import { peopleScenes, peopleShows } from './people-scenes.ts';
import { popupScenes } from './popup-scenes.ts';
import { setupScenes, setupShows } from './setup-scenes.ts';
import { shows } from './shows.ts';
import { torrentScenes } from './torrent-scenes.ts';
import { drawTorrents } from './torrents.ts';

const scenes = [
  ...popupScenes,
  ...optionsScenes,
  ...setupScenes,
  ...behaviourScenes,
  ...peopleScenes,
  ...activityScenes,
];
const access = createFakeAccess();

/** What the runner reads: which scenes there are, and whether this one has come to rest. */
declare global {
  interface Window {
    gallery: {
      readonly scenes: readonly string[];
      /** What this scene must show. */
      readonly shows: string | undefined;
      ready: boolean;
      readonly violations: string[];
      readonly allElements: typeof allElements;
      readonly focusedElement: typeof focusedElement;
      readonly shownText: typeof shownText;
    };
    /** A key as a person presses it; the runner does it. */
    pressKey(key: string): Promise<void>;
  }
}

const id = new URLSearchParams(location.search).get('scene');
window.gallery = {
  scenes: [...scenes, ...torrentScenes].map((one) => one.id),
  shows: { ...shows, ...setupShows, ...behaviourShows, ...peopleShows, ...activityShows }[id ?? ''],
  ready: false,
  violations: [],
  allElements,
  focusedElement,
  shownText,
};
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  window.gallery.violations.push(`${violatedDirective} ${blockedURI}`);
});

const scene = scenes.find((one) => one.id === id);
const root = document.querySelector('#root');
if (scene && root) {
  setDocumentLanguage();
  if (scene.section) location.hash = scene.section;
  access.granted.push(...(scene.hosts ?? []));
  const overviewSource = createOverviewSource(scene.overview);
  createRoot(root).render(
    <AskProvider ask={createFakeAsk(scene.answers).ask}>
      {scene.page === 'popup' ? (
        <PlexStatusDashboard
          overviewSource={overviewSource}
          activePage={{ find: async () => scene.torrentPage ?? null, request: access.request }}
        />
      ) : scene.page === 'welcome' ? (
        <WelcomePage {...{ overviewSource, access, clientKinds }} />
      ) : (
        <OptionsPage {...{ overviewSource, access, clientKinds }} version="0.1.0" />
      )}
    </AskProvider>,
  );
  await scene.play?.();
}
const torrentScene = torrentScenes.find((one) => one.id === id);
if (torrentScene && root) {
  setDocumentLanguage();
  await drawTorrents(root, torrentScene);
}
window.gallery.ready = true;
