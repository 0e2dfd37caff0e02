/** One event of a `text/event-stream`; `data` is `null` when it was longer than we are willing to keep. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string | null;
}

/** Characters of one event. A scan of many items is some hundred kilobytes at worst. */
const longestEvent = 1_000_000;

/**
 * Reads server-sent events as they come (WHATWG HTML §9.2.6): lines end in LF, CR or CRLF, several `data:` lines are
 * one text, an empty line ends the event, one that is not ended is none. Ids and waiting times are of no use to us.
 * What is not UTF-8 becomes U+FFFD. Throws what the stream throws.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  longest = longestEvent,
): AsyncGenerator<StreamEvent> {
  let event = emptyEvent();
  for await (const { text, cut } of readLines(body, longest)) {
    if (text === '' && !cut) {
      if (event.touched) yield { name: event.name, data: event.tooLong ? null : event.data.join('\n') };
      event = emptyEvent();
    } else {
      takeLine(event, text, cut, longest);
    }
  }
}

interface PendingEvent {
  name: string;
  data: string[];
  length: number;
  touched: boolean;
  tooLong: boolean;
}

const emptyEvent = (): PendingEvent => ({
  name: 'message',
  data: [],
  length: 0,
  touched: false,
  tooLong: false,
});

function takeLine(event: PendingEvent, line: string, cut: boolean, longest: number): void {
  const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
  if (field === 'event') event.name = value;
  if (field !== 'data') return;
  event.touched = true;
  event.length += value.length;
  if (cut || event.length > longest) {
    event.tooLong = true;
    event.data = [];
  } else if (!event.tooLong) {
    event.data.push(value);
  }
}

interface Line {
  readonly text: string;
  /** The line was longer, and the rest was thrown away. */
  readonly cut: boolean;
}

async function* readLines(body: ReadableStream<Uint8Array>, longest: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  let cut = false;
  let afterReturn = false;
  for await (const chunk of chunksOf(body)) {
    let text = decoder.decode(chunk, { stream: true });
    if (text === '') continue;
    if (afterReturn && text.startsWith('\n')) text = text.slice(1); // a CRLF that came in two
    afterReturn = text.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield { text: rest + line, cut };
      rest = '';
      cut = false;
    }
    rest += last;
    if (rest.length > longest) {
      rest = rest.slice(0, 64); // enough to know which field it was
      cut = true;
    }
  }
}

/** Not every browser can iterate a stream. Whoever stops early lets go of the connection. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined); // it may have failed already, which was thrown by read()
  }
}
