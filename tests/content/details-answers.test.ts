import { expect, it } from 'vitest';
import { DetailsAnswers } from '../../lib/content/details-answers.ts';
import type { TorrentDetails } from '../../lib/domain/torrent-details.ts';
import { hashOf } from './support/torrent-page.ts';

const details: TorrentDetails = { items: [], evidence: [], found: 1, expected: 1, files: [] };

it('keeps the last answer, and tells it for its own torrent only', () => {
  const answers = new DetailsAnswers();
  expect(answers.of(hashOf(1))).toBeUndefined();
  expect(answers.apply({ type: 'details', hash: hashOf(1), details })).toBe(true);
  expect(answers.of(hashOf(1))).toBe(details);
  expect(answers.of(hashOf(2))).toBeUndefined();
  expect(answers.apply({ type: 'details', hash: hashOf(2), details: null })).toBe(true);
  expect(answers.of(hashOf(1))).toBeUndefined();
  expect(answers.of(hashOf(2))).toBeNull();
  answers.forget();
  expect(answers.of(hashOf(2))).toBeUndefined();
});

it.each([
  null,
  'details',
  { type: 'badges', badges: {} },
  { type: 'details', hash: 7, details },
  { type: 'details', hash: hashOf(1) },
  { type: 'details', hash: hashOf(1), details: 'much' },
  { type: 'details', hash: hashOf(1), details: { ...details, files: {} } },
])('passes over %j', (message) => {
  const answers = new DetailsAnswers();
  expect(answers.apply(message)).toBe(false);
  expect(answers.of(hashOf(1))).toBeUndefined();
});
