import type { Migration } from './migration.ts';

/** How Marquee behaves can be set: rules, quiet hours, theme, language, notifications. All of it is off at first. */
export const oneToTwo: Migration = (settings) => ({
  ...settings,
  theme: 'auto',
  language: 'browser',
  rules: [],
  quietHours: null,
  waitWhileWatched: false,
  notifications: { ready: false, attention: false },
});
