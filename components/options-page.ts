const allSections = [
  'plex',
  'clients',
  'paths',
  'people',
  'behaviour',
  'activity',
  'diagnostics',
  'backup',
  'about',
] as const;

export type OptionsSection = (typeof allSections)[number];

/**
 * The sections of the options page, in order. Each is the fragment of its own address. A build can leave out people:
 * `WXT_PEOPLE=0`.
 */
export const optionsSections: readonly OptionsSection[] =
  import.meta.env.WXT_PEOPLE === '0' ? allSections.filter((section) => section !== 'people') : allSections;

/** Address of a section of the options page, seen from another page of the extension. */
export const optionsPage = (section: OptionsSection): string => `/options.html#${section}`;
