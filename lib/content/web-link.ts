/** The background builds only such links, to the web or to the Plex app; one of another kind could run script in the page. */
export const isWebLink = (href: string): boolean => /^(?:https?:\/\/|plex:\/\/preplay\/)/.test(href);
