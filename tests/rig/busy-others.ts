import { type MakeBusy, speedOf } from './busy-proxy.ts';

interface TransmissionAnswer {
  readonly arguments?: { torrents?: Record<string, unknown>[]; readonly removed?: unknown };
}

/** Adds changed torrents to every answer about what changed lately. Their numbers start at 1. */
export const makeTransmissionBusy: MakeBusy = (path, body, changing, round) => {
  if (!path.endsWith('/rpc')) return body;
  const answer = JSON.parse(body.toString('utf8')) as TransmissionAnswer;
  if (!answer.arguments?.torrents || answer.arguments.removed === undefined) return body;
  answer.arguments.torrents = Array.from({ length: changing }, (_, at) => {
    const speed = speedOf(round, at);
    return {
      id: at + 1,
      status: 6,
      percentDone: 1,
      leftUntilDone: 0,
      rateDownload: 0,
      rateUpload: speed,
      peersConnected: (round % 50) + 1,
      peersGettingFromUs: (round % 50) + 1,
      peersSendingToUs: 0,
      uploadedEver: speed * 60,
      uploadRatio: speed / 7e5,
    };
  });
  return Buffer.from(JSON.stringify(answer));
};

interface DelugeAnswer {
  readonly result?: { readonly torrents?: Record<string, Record<string, unknown>> } | null;
}

/** Deluge answers with all torrents each time; some of them are made to upload. */
export const makeDelugeBusy: MakeBusy = (path, body, changing, round) => {
  if (!path.endsWith('/json')) return body;
  const answer = JSON.parse(body.toString('utf8')) as DelugeAnswer;
  const torrents = Object.values(answer.result?.torrents ?? {});
  for (const [at, torrent] of torrents.slice(0, changing).entries()) {
    const speed = speedOf(round, at);
    Object.assign(torrent, { upload_payload_rate: speed, ratio: speed / 7e5, num_peers: round % 50 });
  }
  return Buffer.from(JSON.stringify(answer));
};
