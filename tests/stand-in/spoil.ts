import type { ServerResponse } from 'node:http';
import type { FaultKind } from './faults.ts';
import { type Answer, htmlError, render } from './reply.ts';

const html = (status: number, body: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: Buffer.from(body),
});

/** The answer of a fault that never asks the server, or `undefined` when the server does its work first. */
export function instead(fault: FaultKind): Answer | undefined {
  switch (fault.kind) {
    case 'unauthorized':
    case 'not-found':
    case 'server-error': {
      const status = { unauthorized: 401, 'not-found': 404, 'server-error': 500 }[fault.kind];
      const reply = htmlError(status);
      return reply.kind === 'taken' ? undefined : render(reply, false, 'text/xml');
    }
    case 'rate-limited': {
      const answer = html(429, '<html><body><h1>429 Too Many Requests</h1></body></html>');
      if (fault.retryAfter === undefined) return answer;
      return { ...answer, headers: { ...answer.headers, 'Retry-After': String(fault.retryAfter) } };
    }
    case 'bad-gateway':
      return html(
        502,
        '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
      );
    case 'starting':
      return {
        status: 503,
        headers: { 'Content-Type': 'text/xml;charset=utf-8' },
        body: Buffer.from(
          '<?xml version="1.0" encoding="UTF-8"?>\n<Response code="503" title="Maintenance" status="Plex Media Server is currently running startup maintenance tasks."/>\n',
        ),
      };
    case 'redirect':
      return { status: 302, headers: { Location: fault.to }, body: Buffer.alloc(0) };
    default:
      return undefined;
  }
}

/** Puts a byte that can't be UTF-8 into the first title. */
function garble(body: Buffer): Buffer {
  const text = body.toString('latin1');
  const at = /"(?:title|friendlyName|version)": ?"/.exec(text);
  const cut = at ? at.index + at[0].length : Math.floor(text.length / 2);
  return Buffer.concat([body.subarray(0, cut), Buffer.from([0xe9, 0xff]), body.subarray(cut)]);
}

/** The right answer with something wrong with it. */
export function spoil(answer: Answer, fault: FaultKind, machineIdentifier: string): Answer {
  switch (fault.kind) {
    case 'truncated-json':
      return { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) };
    case 'invalid-utf8':
      return { ...answer, body: garble(answer.body) };
    case 'wrong-server': {
      const other = fault.machineIdentifier ?? machineIdentifier.split('').reverse().join('');
      const text = answer.body.toString().replaceAll(machineIdentifier, other);
      return { ...answer, body: Buffer.from(text) };
    }
    case 'huge': {
      const filler = `{"MediaContainer":{"size":0,"filler":"${'x'.repeat(fault.bytes ?? 20_000_000)}"}}`;
      return { ...answer, body: Buffer.from(filler) };
    }
    default:
      return answer;
  }
}

/** Sends in pieces, with pauses; stops when the client has gone. */
export async function sendSlowly(
  response: ServerResponse,
  body: Buffer,
  pieces: number,
  pause: () => Promise<boolean>,
): Promise<void> {
  const size = Math.max(1, Math.ceil(body.length / pieces));
  for (let at = 0; at < body.length && !response.closed; at += size) {
    response.write(body.subarray(at, at + size));
    if (!(await pause())) break;
  }
  response.end();
}
