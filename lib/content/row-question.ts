import type { PageReader, RowTorrent } from '../ports/web-ui.ts';

/**
 * How the content script asks the page's own world which torrent a row is: an event at the row, answered by another
 * before the first call returns. So an answer is never older than the question, and neither side keeps anything. Only
 * words go across. The page could answer in place of our reader: what comes back is as trusted as the page.
 */
const question = 'marquee-row';
const answer = 'marquee-row-torrent';
const ready = 'marquee-reader';
const longestAnswer = 4_000;

/** The torrent of a row as the page's scripts know it; `undefined` when nobody answers. */
export function askReader(row: Element, webUi: string): RowTorrent | undefined {
  let text: unknown;
  const hear = (event: Event): void => {
    if (event instanceof CustomEvent) text = event.detail;
    event.stopImmediatePropagation();
  };
  row.addEventListener(answer, hear);
  row.dispatchEvent(new CustomEvent(question, { detail: webUi }));
  row.removeEventListener(answer, hear);
  return typeof text === 'string' && text.length <= longestAnswer ? readAnswer(text) : undefined;
}

/** Calls when a reader has come into the page, or the page says so. */
export function onReader(document: Document, come: () => void, signal: AbortSignal): void {
  document.addEventListener(ready, come, { signal });
}

/** Answers from the page's own world, for as long as the document lives. */
export function answerRowQuestions(document: Document, readers: readonly PageReader[]): void {
  document.addEventListener(
    question,
    (event) => {
      const { target: row, detail } = event as CustomEvent<unknown>;
      const reader = readers.find(({ id }) => id === detail);
      if (!reader || !(row instanceof Element)) return;
      event.stopImmediatePropagation();
      const torrent = read(reader, row);
      if (torrent) row.dispatchEvent(new CustomEvent(answer, { detail: JSON.stringify(torrent) }));
    },
    true,
  );
  document.dispatchEvent(new CustomEvent(ready));
}

/** The page's objects may be of a version never seen: then the row stays unknown, and nothing shows in the page. */
function read(reader: PageReader, row: Element): RowTorrent | undefined {
  try {
    return reader.read(row);
  } catch {
    return undefined;
  }
}

function readAnswer(text: string): RowTorrent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // not our reader
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { hash, sessionId, name, addedAt } = value as Record<string, unknown>;
  if (typeof hash === 'string') return { hash };
  if (!isCount(sessionId) || typeof name !== 'string') return undefined;
  if (addedAt !== null && !isCount(addedAt)) return undefined;
  return { sessionId, name, addedAt };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
