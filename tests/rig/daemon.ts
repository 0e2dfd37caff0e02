import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** A program of another kind that lives no longer than this process. */
export interface Daemon {
  readonly pid: number;
  readonly hasExited: () => boolean;
  /** The end of what the program printed, for an error message. */
  log(): string;
  /** Asks it to end and waits; after `timeoutMs` it is killed. */
  stop(timeoutMs?: number): Promise<void>;
  kill(): Promise<void>;
}

/**
 * A guard beside the program holds the other end of a pipe to us: when we end in whatever way (a crashed test worker
 * is killed by SIGKILL and can clean up nothing) the pipe closes and the guard kills the program. `$$` is the
 * program's own id, since `exec` keeps it. A line on the pipe sends the guard home without a kill.
 */
const guarded = '( read -r _ <&3 || kill -KILL $$ 2>/dev/null ) & exec "$@" 3<&-';

export function startDaemon(command: readonly string[], logFile: string): Daemon {
  const log = openSync(logFile, 'a');
  const child: ChildProcess = spawn('sh', ['-c', guarded, 'sh', ...command], {
    stdio: ['ignore', log, log, 'pipe'],
    // without a UTF-8 locale qBittorrent and others can't write names that are not ASCII
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  closeSync(log);
  const guard = child.stdio[3] as Writable;
  guard.on('error', () => guard.destroy());
  const exited = once(child, 'exit').then(() => {
    guard.end('done\n');
  });
  // neither may keep a script alive that has nothing else to do
  child.unref();
  (guard as Writable & { unref?: () => void }).unref?.();

  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = async (): Promise<void> => {
    child.ref();
    if (!hasExited()) child.kill('SIGKILL');
    await exited;
  };
  return {
    pid: child.pid ?? 0,
    hasExited,
    log: () => readFileSync(logFile, 'utf8').slice(-2_000),
    async stop(timeoutMs = 20_000) {
      child.ref();
      if (!hasExited()) child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      await exited;
      clearTimeout(late);
    },
    kill,
  };
}
