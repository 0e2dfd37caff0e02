import { describe } from 'vitest';
import { itStandsAnyAnswer } from './answer-cases.ts';
import { plexEndpoints } from './plex-endpoints.ts';

const endpoints = await plexEndpoints();

describe('a Plex server', () => itStandsAnyAnswer(endpoints));
