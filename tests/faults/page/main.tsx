import '../../../components/ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { AskProvider } from '../../../components/ask.tsx';
import { setDocumentLanguage } from '../../../components/document-language.ts';
import { OptionsPage } from '../../../components/options/OptionsPage.tsx';
import { PlexStatusDashboard } from '../../../components/popup/PlexStatusDashboard.tsx';
import { createFakeAccess } from '../../components/support/fake-access.ts';
import { createFakeAsk } from '../../components/support/fake-ask.ts';
import { createOverviewSource } from '../../components/support/fake-overview-source.ts';
import { clientKinds } from '../../components/support/samples.ts';
import { allElements } from '../../gallery/page/look-inside.ts';
import type { Scene } from '../../gallery/page/scene.ts';
import { drawTorrents } from '../../gallery/page/torrents.ts';
import { objections, strangersTexts } from './objections.ts';
import { torrentView, views } from './views.ts';

/** What a view made of some texts. */
export interface Drawn {
  /** How many of the texts it had places for. */
  readonly taken: number;
  readonly objections: readonly string[];
  /** Names as they are on the screen. */
  readonly shown: readonly string[];
}

declare global {
  interface Window {
    faults: {
      readonly views: readonly string[];
      /** Draws a view with these texts; what it drew before is gone. */
      draw(view: string, texts: readonly string[]): Promise<Drawn>;
    };
  }
}

const access = createFakeAccess();
access.granted.push('https://plex.tv/*', 'https://clients.plex.tv/*');
const root = document.querySelector('#root') ?? document.body;
let undraw = (): void => undefined;

function drawScene(scene: Scene): void {
  location.hash = scene.section ?? '';
  const overviewSource = createOverviewSource(scene.overview);
  const react = createRoot(root);
  react.render(
    <AskProvider ask={createFakeAsk(scene.answers).ask}>
      {scene.page === 'popup' ? (
        <PlexStatusDashboard overviewSource={overviewSource} />
      ) : (
        <OptionsPage {...{ overviewSource, access, clientKinds }} version="0.1.0" />
      )}
    </AskProvider>,
  );
  undraw = () => react.unmount();
}

/** Nothing has changed for a while: answers are there and drawn. */
async function atRest(): Promise<void> {
  let changedAt = performance.now();
  const observer = new MutationObserver(() => {
    changedAt = performance.now();
  });
  observer.observe(root, { childList: true, subtree: true, characterData: true, attributes: true });
  while (performance.now() - changedAt < 60) await new Promise(requestAnimationFrame);
  observer.disconnect();
}

async function draw(view: string, texts: readonly string[]): Promise<Drawn> {
  undraw();
  let taken = 0;
  const take = (): string => texts[taken++] ?? '';
  if (view === 'badges') {
    root.replaceChildren();
    await drawTorrents(root, torrentView(take));
  } else {
    const make = views[view];
    if (!make) throw new Error(`No view is called "${view}".`);
    drawScene(make(take));
  }
  await atRest();
  // the names in a torrent page are the page's own affair
  const isOurs = (element: Element): boolean =>
    element.closest('.look-alike') === null || element.getRootNode() !== document;
  return { taken, objections: objections(isOurs), shown: strangersTexts() };
}

setDocumentLanguage();
Object.assign(window, {
  gallery: { allElements }, // for those who look for what is cut off
  faults: { views: [...Object.keys(views), 'badges'], draw },
});
