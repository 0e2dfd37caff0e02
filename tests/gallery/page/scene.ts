import type { OptionsSection } from '../../../components/options-page.ts';
import type { FoundPage } from '../../../components/popup/TorrentPageOffer.tsx';
import type { Overview } from '../../../lib/domain/overview.ts';
import type { Answers } from '../../components/support/fake-ask.ts';

/** One state of a page, drawn from fakes. */
export interface Scene {
  readonly id: string;
  readonly page: 'popup' | 'options' | 'welcome';
  /** The torrent page that the popup was opened over. */
  readonly torrentPage?: FoundPage;
  readonly overview: Overview;
  readonly answers: Answers;
  /** Section of the options page. */
  readonly section?: OptionsSection;
  /** What the browser allows, as its patterns; none unless told otherwise. */
  readonly hosts?: readonly string[];
  /** What the person does before the picture is taken. */
  readonly play?: () => Promise<void>;
}
