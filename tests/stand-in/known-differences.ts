/** A way in which the stand-in differs from a recording, and why that is right. */
export interface KnownDifference {
  /** Name of the case; left out, it holds for all. */
  readonly case?: string;
  readonly pattern: RegExp;
  readonly why: string;
}

const episode = 'Metadata:episode';

/** Everything that conformance.test.ts tolerates. An entry that no case needs fails the test. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    pattern: /^missing .*MediaContainer\.(viewMode|banner)$/,
    why: 'Servers before about 2023 sent them; the recordings of 2024 and later have neither.',
  },
  {
    pattern: /^missing .*\.(theme|parentTheme|grandparentTheme)$/,
    why: 'Theme music: only some shows have one.',
  },
  {
    pattern: /^extra .*MediaContainer\.content$/,
    why: 'Newer than these recordings; all of 2024 and later have it.',
  },
  {
    pattern: /^extra .*\.(Image|UltraBlurColors)$/,
    why: 'Newer than these recordings; section-all/spec.* has both.',
  },
  {
    pattern: /^extra .*\.(grandparentSlug|parentSlug)$/,
    why: 'Newer than these recordings; recently-added/spec.* has both.',
  },
  {
    pattern: /^extra .*(hasVoiceActivity|hasThumbnail|indexes)$/,
    why: 'Newer than these recordings, or present where Plex has made previews; section-all/spec.* has all three.',
  },
  {
    pattern: /^missing .*\.primaryExtraKey$/,
    why: 'Points to a trailer; the stand-in has none.',
  },
  {
    case: 'artists',
    pattern: /^extra .*artist\.guid$/,
    why: 'The recording is of 2018. Albums of 2025 have it, and clients rely on it everywhere.',
  },
  {
    case: 'a movie that is not matched',
    pattern:
      /^missing .*(thumb|art|duration|Image|UltraBlurColors|Media\.\w+|Part\.(duration|audioProfile|indexes|videoProfile|Stream))$/,
    why: 'The recorded movie was analysed and had a picture taken from the film; ours has just been scanned.',
  },
  {
    pattern: /^extra .*Stream:\d\.(scanType|streamIdentifier|color\w+|profile)$/,
    why: 'Depends on the file; other recordings have them.',
  },
  {
    case: 'a show',
    pattern: /^missing .*show\.Similar$/,
    why: 'Recommendations are beyond the stand-in.',
  },
  {
    pattern: new RegExp(
      `^extra .*${episode}\\.(audienceRating|audienceRatingImage|parentGuid|grandparentGuid)$`,
    ),
    why: 'The newer agents give these; the recordings of 2020 and 2022 are of the old ones.',
  },
  {
    pattern: new RegExp(`^missing .*${episode}\\.(rating|studio|Writer|viewCount|lastViewedAt)$`),
    why: 'The old agents gave ratings, studios and writers; the counts are of watched episodes.',
  },
  {
    case: 'all episodes of a show',
    pattern: /^missing .*(optimizedForStreaming|has64bitOffsets)$/,
    why: 'All recorded files are MP4; ours are MKV. A movie of the stand-in is MP4 and has them.',
  },
  {
    case: 'an episode',
    pattern: /^extra .*MediaContainer\.(identifier|mediaTagPrefix|mediaTagVersion)$/,
    why: 'This recording was cut by hand; every other detail has them.',
  },
  {
    case: 'an episode',
    pattern: /^missing .*episode\.(originalTitle|chapterSource)$/,
    why: 'Depends on the episode: a foreign title, chapters in the file.',
  },
  {
    pattern: /^extra .*\.audioProfile$/,
    why: 'Depends on the codec: AAC files have it, AC3 files do not.',
  },
  {
    pattern: /^extra .*(Hub|SearchResult)\.Metadata:movie\.Media\..*(optimizedForStreaming|has64bitOffsets)$/,
    why: 'The recorded files are MKV; ours is MP4.',
  },
  {
    case: 'a search of the library',
    pattern: /^extra .*movie\.librarySection(ID|Key)$/,
    why: 'Recorded on shows and missing on movies of the same answer; clients may rely on neither.',
  },
  {
    pattern: /^missing .*Part\.indexes$/,
    why: 'Only where Plex has made previews.',
  },
  {
    case: 'a sign-in code',
    pattern: /^extra \$\.(qr|location\.in_privacy_restricted_region)$/,
    why: 'Newer than the recordings; documented in 2025.',
  },
  {
    case: 'the servers of the account',
    pattern: /^type \$\.accessToken is null$/,
    why: 'The recording has only a server; players have no token.',
  },
  {
    case: 'the home',
    pattern: /^(type \$\.users\.(username|email) is null|extra \$\.users\.friendlyName)$/,
    why: 'The recorded home has no managed user; those have neither name nor address. friendlyName is newer.',
  },
  {
    case: 'the server (XML)',
    pattern: /\.(musicAnalysis|photoAutoTag|requestParametersInCookie)$/,
    why: 'The recording is of 2020; musicAnalysis came later and the other two went.',
  },
  {
    case: 'the account (XML)',
    pattern: /^missing .*(entitlement|role)$/,
    why: 'The recorded account has a Plex Pass; ours is a free one.',
  },
  {
    case: 'the people (XML)',
    pattern: /^(extra .*User\.home|missing .*User\.(spencer|Server))$/,
    why: 'home is newer, spencer is gone, and a member of the home may have nothing shared.',
  },
];
