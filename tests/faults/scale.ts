/** The long form is `npm run test:faults`; every other run makes a cut of it. */
const isLong = process.env.MARQUEE_FAULTS === 'long';

/** How many of something: in the long form, and in the cut. */
export const scaled = (long: number, cut: number): number => (isLong ? long : cut);

/** For the test that needs it: milliseconds in the long form, and in the cut. */
export const allowedMs = (longMs: number, cutMs: number): number => (isLong ? longMs : cutMs);
