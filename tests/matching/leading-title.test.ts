import { describe, expect, it } from 'vitest';
import { leadingTitle } from '../../lib/matching/leading-title.ts';

describe('the title that a file is named after', () => {
  it.each([
    ['Quiet Harbour (2004) Bluray-1080p.mkv', 'quietharbour'],
    ['Quiet Harbour - S01E02 - Name.mkv', 'quietharbour'],
    ['Quiet Harbour 2077 - 1x03 - Name.mkv', 'quietharbour2077'],
    ['Quiet.Harbour.2077.S01E03.1080p.mkv', 'quietharbour2077'],
    ['Quiet.Harbour.2010.2002.1080p.BluRay-GRP.mkv', 'quietharbour2010'],
    ['Quiet.Harbour.1080p.BluRay-GRP.mkv', 'quietharbour'],
    ['[ www.Torrenting.com ] - Quiet.Harbour.2004.1080p.mkv', 'quietharbour'],
    ['abc.mkv', ''],
    ['01.mkv', ''],
  ])('%s', (name, key) => expect(leadingTitle(name)).toBe(key));
});
