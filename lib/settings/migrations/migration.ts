/** Settings as some version stored them, without the number of that version. */
export type OldSettings = Readonly<Record<string, unknown>>;

/**
 * Brings settings from one version to the next. Touches only what it adds or changes, says what a value is and never
 * reads a default from the rest of the code (which moves on), and leaves what makes no sense to the schema at the end.
 */
export type Migration = (settings: OldSettings) => OldSettings;
