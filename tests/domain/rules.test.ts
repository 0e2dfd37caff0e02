import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import {
  chooseSectionsByRule,
  notBeforeMs,
  type Rule,
  ruleFor,
  serversByRule,
} from '../../lib/domain/rules.ts';

const rule = (about: Partial<Rule> = {}): Rule => ({
  clientId: null,
  label: null,
  ignore: false,
  delayMinutes: 0,
  library: null,
  ...about,
});
const torrent = (category: string | null, ...tags: string[]) => ({ category, tags });

describe('the rule for a download', () => {
  it('is none where none fits', () => {
    expect(ruleFor([], 'qb', torrent('tv'))).toBeNull();
    expect(ruleFor([rule({ label: 'films' }), rule({ clientId: 'other' })], 'qb', torrent('tv'))).toBeNull();
  });

  it('is the one of its category, or of one of its labels', () => {
    const tv = rule({ label: 'tv' });
    expect(ruleFor([tv], 'qb', torrent('tv'))).toBe(tv);
    expect(ruleFor([tv], 'qb', torrent(null, 'old', 'tv'))).toBe(tv);
    expect(ruleFor([tv], 'qb', torrent('tv/new', 'tvs'))).toBeNull();
  });

  it('takes a label in any capitals and with spaces around it', () => {
    const tv = rule({ label: ' Séries ' });
    expect(ruleFor([tv], 'qb', torrent('SE\u0301RIES'))).toBe(tv);
  });

  it('is the narrowest: label and client, then label, then client, then every download', () => {
    const all = rule();
    const ofClient = rule({ clientId: 'qb' });
    const ofLabel = rule({ label: 'tv' });
    const ofBoth = rule({ clientId: 'qb', label: 'tv' });
    const rules = [all, ofClient, ofLabel, ofBoth];
    expect(ruleFor(rules, 'qb', torrent('tv'))).toBe(ofBoth);
    expect(ruleFor(rules, 'other', torrent('tv'))).toBe(ofLabel);
    expect(ruleFor(rules, 'qb', torrent('films'))).toBe(ofClient);
    expect(ruleFor(rules, 'other', torrent(null))).toBe(all);
  });

  it('is the upper one of two that are as narrow', () => {
    const [first, second] = [rule({ label: 'a' }), rule({ label: 'b' })];
    expect(ruleFor([first, second], 'qb', torrent('b', 'a'))).toBe(first);
    expect(ruleFor([second, first], 'qb', torrent('b', 'a'))).toBe(second);
  });

  const label = fc.constantFrom('tv', 'TV', 'films', 'kids', ' tv');
  const anyRule = fc.record({
    clientId: fc.option(fc.constantFrom('qb', 'tr')),
    label: fc.option(label),
    ignore: fc.boolean(),
    delayMinutes: fc.nat(100),
    library: fc.constant(null),
  });
  const anyTorrent = fc.record({ category: fc.option(label), tags: fc.array(label, { maxLength: 3 }) });

  it('is always one of the rules, fits, and no narrower one fits; a rule that does not fit changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(anyRule),
        anyRule,
        fc.constantFrom('qb', 'tr'),
        anyTorrent,
        (rules, more, id, one) => {
          const found = ruleFor(rules, id, one);
          const fitting = rules.filter((each) => ruleFor([each], id, one) !== null);
          expect(found === null).toBe(fitting.length === 0);
          if (found) {
            expect(fitting).toContain(found);
            expect(found.label === null && fitting.some((each) => each.label !== null)).toBe(false);
          }
          if (ruleFor([more], id, one) === null) expect(ruleFor([more, ...rules], id, one)).toBe(found);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the delay of a rule', () => {
  it('counts from the completion, and is none without a rule', () => {
    expect(notBeforeMs(null, 1000)).toBe(1000);
    expect(notBeforeMs(rule({ delayMinutes: 15 }), 1000)).toBe(901_000);
  });
});

const section = (key: string, ...locations: string[]): LibrarySection => ({
  ...{ key, type: 'movie', title: key, locations, refreshing: false },
});

describe('the library of a rule', () => {
  const sections = [section('1', '/media'), section('2', '/media/films'), section('3', '/other')];
  const keys = (path: string, key: string | null): string[] =>
    chooseSectionsByRule(path, sections, null, key).map((one) => `${one.section.key}:${one.path}`);

  it('goes before one with a longer location, where it holds the folder', () => {
    expect(keys('/media/films/x', null)).toEqual(['2:/media/films/x']);
    expect(keys('/media/films/x', '1')).toEqual(['1:/media/films/x']);
  });

  it('is never asked for a folder that is not in it', () => {
    expect(keys('/media/films/x', '3')).toEqual(['2:/media/films/x']);
    expect(keys('/nowhere', '1')).toEqual([]);
    expect(keys('/media/y', 'gone')).toEqual(['1:/media/y']);
  });

  it('brings its server to the front and leaves the others in order', () => {
    const servers = ['a', 'b', 'c'].map((machineIdentifier) => ({ machineIdentifier }));
    const order = (id: string | null): string =>
      serversByRule(servers, id === null ? null : { machineIdentifier: id, sectionKey: '1' })
        .map((one) => one.machineIdentifier)
        .join('');
    expect([order(null), order('c'), order('gone')]).toEqual(['abc', 'cab', 'abc']);
  });
});
