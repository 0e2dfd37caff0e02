import type { Overview } from '../../../lib/domain/overview.ts';
import type { Answers } from '../../components/support/fake-ask.ts';

/** One state of a page, drawn from fakes. */
export interface Scene {
  readonly id: string;
  readonly page: 'popup' | 'options';
  readonly overview: Overview;
  readonly answers: Answers;
  /** Section of the options page. */
  readonly section?: 'plex' | 'clients' | 'paths' | 'about';
  /** What the person does before the picture is taken. */
  readonly play?: () => Promise<void>;
}
