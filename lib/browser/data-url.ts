/** A picture as a `data:` URL: blobs do not survive a message between contexts. */
export async function dataUrl(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const type = /^image\/[a-z0-9.+-]+$/.test(blob.type) ? blob.type : 'application/octet-stream';
  return `data:${type};base64,${bytes.toBase64()}`;
}
