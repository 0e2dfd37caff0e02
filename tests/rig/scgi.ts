import { connect } from 'node:net';

/**
 * Asks rtorrent on its Unix socket and gives the body of its answer. Since 0.16.10 it does not do everything for whom
 * the web server in front does not trust.
 */
export function askScgi(socket: string, body: Uint8Array, isTrusted = true): Promise<Buffer> {
  const fields = {
    CONTENT_LENGTH: `${body.length}`,
    SCGI: '1',
    CONTENT_TYPE: 'text/xml',
    UNTRUSTED_CONNECTION: isTrusted ? '0' : '1',
  };
  const header = Object.entries(fields)
    .map(([name, value]) => `${name}\0${value}\0`)
    .join('');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const connection = connect(socket);
    connection.on('data', (chunk) => chunks.push(chunk));
    connection.on('error', reject);
    connection.on('end', () => {
      const answer = Buffer.concat(chunks);
      const end = answer.indexOf('\r\n\r\n');
      if (end < 0) reject(new Error('SCGI: no answer'));
      else resolve(answer.subarray(end + 4));
    });
    connection.write(`${header.length}:${header},`);
    connection.write(body);
  });
}
