import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badgeOf } from '../../lib/domain/badge.ts';
import { type Download, nextStep } from '../../lib/domain/download.ts';
import { maxSends } from '../../lib/domain/retry.ts';
import { healthy, Life, needsPerson, someTroubles, troubles } from './download-life.ts';
import { exampleTarget, minute } from './examples.ts';

const never = Number.MAX_SAFE_INTEGER;
const isDone = ({ stage }: Download): boolean => stage === 'available' || stage === 'ignored';
const nextIsSend = ({ download }: Life): boolean => nextStep(download, download.nextAtMs) === 'send';

describe('the life of a download', () => {
  /** Lives on in a healthy world; where help is asked for, `help` gives it. Says how many turns that took. */
  function recover(life: Life, help: () => void): number {
    let turns = 0;
    for (; !isDone(life.download) && turns < 60; turns++) {
      const stuck = nextStep(life.download, life.nowMs) === null && life.download.nextAtMs === never;
      if (stuck) expect(badgeOf(life.download)?.state).toBe('attention');
      if (stuck) help();
      else life.live(healthy);
    }
    return turns;
  }

  it('goes everywhere in these tests', () => {
    const seen = new Map<string, number>();
    for (const turns of fc.sample(troubles, { numRuns: 300, seed: 7 })) {
      const life = new Life();
      const ways = new Set<string>();
      for (const one of turns) {
        life.live(one);
        const { stage, sends, outcomeUnknown, problem, nextAtMs } = life.download;
        ways.add(stage);
        if (stage === 'verifying') ways.add(`${sends} ${outcomeUnknown ? 'unknown' : 'accepted'}`);
        if (problem) ways.add(`${problem.code}${nextAtMs === never ? ', the end' : ''}`);
      }
      for (const way of ways) seen.set(way, (seen.get(way) ?? 0) + 1);
    }
    const often = [...seen].filter(([, times]) => times >= 10).map(([way]) => way);
    const stages = ['settling', 'ready', 'sending', 'verifying', 'available'];
    const sends = ['1 accepted', '1 unknown', '2 accepted', '2 unknown'];
    const problems = ['UNREACHABLE', 'TOKEN_INVALID, the end', 'NOT_APPEARED', 'NOT_APPEARED, the end'];
    expect(often).toEqual(expect.arrayContaining([...stages, ...sends, ...problems]));
  });

  it('has at most two scans until the person retries, and shows what needs the person, whatever happens', () => {
    fc.assert(
      fc.property(troubles, (turns) => {
        const life = new Life();
        let [most, uncounted] = [0, 0];
        const hidden: Download[] = [];
        for (const one of turns) {
          const before = life.live(one);
          most = Math.max(most, life.scans);
          uncounted = Math.max(uncounted, life.scans - life.download.sends);
          const solved = one.person !== null || life.download.stage === 'available';
          if (needsPerson(before) && !solved && badgeOf(life.download)?.state !== 'attention') {
            hidden.push(life.download);
          }
        }
        expect(most).toBeLessThanOrEqual(maxSends);
        expect(uncounted).toBe(0);
        expect(hidden).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('ends available once the world is healthy and the person helps where help is asked for', () => {
    fc.assert(
      fc.property(troubles, (turns) => {
        const life = new Life();
        for (const one of turns) life.live(one);
        recover(life, () => life.decide('retry'));
        expect(life.download).toMatchObject({ stage: 'available', target: exampleTarget, problem: null });
      }),
      { numRuns: 1_000 },
    );
  });

  it('ends available without any help when nothing was refused and Plex finds the files in the end', () => {
    fc.assert(
      fc.property(troubles, (turns) => {
        const life = new Life();
        for (const one of turns)
          life.live({ ...one, answer: one.answer === 'refused' ? 'away' : one.answer });
        fc.pre(life.download.nextAtMs !== never); // a week of looks went by: then only the person can know
        life.inPlex = true;
        expect(recover(life, () => expect.unreachable('asked for help'))).toBeLessThan(10);
        expect(life.download.stage).toBe('available');
      }),
      { numRuns: 1_000 },
    );
  });

  it('uses up no send while the server is away, for however long', () => {
    fc.assert(
      fc.property(troubles, someTroubles, (turns, away) => {
        const life = new Life();
        for (const one of turns) life.live(one);
        if (life.download.stage === 'sending') life.live(healthy);
        const { sends } = life.download;
        const waits = [minute];
        for (const one of away) {
          const before = life.live({ ...one, answer: 'away', person: null });
          const { nextAtMs, problem } = life.download;
          const failed = nextAtMs !== before.nextAtMs && problem?.retryAtMs !== null;
          if (failed) waits.push(nextAtMs - life.nowMs);
        }
        expect(life.download.sends).toBe(sends);
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(minute / 2);
        expect(Math.max(...waits)).toBeLessThanOrEqual(15 * minute);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has one scan when nothing goes wrong', () => {
    const life = new Life();
    recover(life, () => expect.unreachable('asked for help'));
    expect(life).toMatchObject({ scans: 1, download: { stage: 'available', sends: 1 } });
  });

  it('has none when the files are in Plex already', () => {
    const life = new Life();
    life.inPlex = true;
    recover(life, () => expect.unreachable('asked for help'));
    expect(life).toMatchObject({ scans: 0, download: { stage: 'available', sends: 0 } });
  });

  it.each([
    ['before the request went out', 'dies-before', 1],
    ['after it went out', 'dies-after', 1],
  ] as const)('has one scan that counts when the worker dies %s', (_, answer, scans) => {
    const life = new Life();
    for (let turns = 0; life.download.stage !== 'sending' && turns < 9; turns++) {
      life.live({ ...healthy, answer: nextIsSend(life) ? answer : 'well' });
    }
    expect(life.download.stage).toBe('sending');
    recover(life, () => expect.unreachable('asked for help'));
    expect(life).toMatchObject({ scans, download: { stage: 'available' } });
  });
});
