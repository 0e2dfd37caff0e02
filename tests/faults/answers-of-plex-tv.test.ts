import { describe } from 'vitest';
import { itStandsAnyAnswer } from './answer-cases.ts';
import { plexTvEndpoints } from './plex-tv-endpoints.ts';

const endpoints = await plexTvEndpoints();

describe('plex.tv', () => itStandsAnyAnswer(endpoints));
