import { useEffect, useState } from 'react';
import { i18n } from '#i18n';

const units = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** The language of our texts, in the person's own regional form of it where the browser names one. */
function locale(): string {
  const language = i18n.t('language');
  return navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

/** "5 minutes ago", "in 2 hours"; below a minute "now". */
export function relativeTime(atMs: number, nowMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'long' });
  const distance = atMs - nowMs;
  for (const { unit, ms } of units) {
    if (Math.abs(distance) >= ms) return format.format(Math.trunc(distance / ms), unit);
  }
  return format.format(0, 'second');
}

/** "14:02" today, else with the day before it. */
export function clockTime(atMs: number, nowMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return new Intl.DateTimeFormat(locale(), {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'medium' }),
  }).format(atMs);
}

/** `0.5` → "50%". */
export const percentOf = (share: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent' }).format(share);

/** `120000` → "120,000". */
export const wholeNumber = (number: number): string => new Intl.NumberFormat(locale()).format(number);

/** The time now, renewed twice a minute so that "2 minutes ago" stays true while a page is open. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
