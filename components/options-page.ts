/** The sections of the options page, in order. Each is the fragment of its own address. */
export const optionsSections = ['plex', 'clients', 'paths', 'about'] as const;

export type OptionsSection = (typeof optionsSections)[number];

/** Address of a section of the options page, seen from another page of the extension. */
export const optionsPage = (section: OptionsSection): string => `/options.html#${section}`;
