/** « Date de revoir »: the presets of the user's text, counted from today, and what a chosen day means in words. Pure. */
import { addDays, addMonths, daysBetween, showDate, weekday } from '$lib/format/dates';
import { m } from '$words/messages';

export type PresetId = 'week' | 'fortnight' | 'month' | 'quarter' | 'half' | 'year';

/** What an entry says: undefined = nothing, null = no date any more, else the day (YYYY-MM-DD). */
export type FollowUpValue = string | null | undefined;

interface Preset {
  id: PresetId;
  label: () => string;
  from: (today: string) => string;
}

/** In the order shown. */
export const PRESETS: readonly Preset[] = [
  { id: 'week', label: () => m.visit_follow_up_week(), from: (today) => addDays(today, 7) },
  { id: 'fortnight', label: () => m.visit_follow_up_fortnight(), from: (today) => addDays(today, 14) },
  { id: 'month', label: () => m.visit_follow_up_month(), from: (today) => addMonths(today, 1) },
  { id: 'quarter', label: () => m.visit_follow_up_quarter(), from: (today) => addMonths(today, 3) },
  { id: 'half', label: () => m.visit_follow_up_half(), from: (today) => addMonths(today, 6) },
  { id: 'year', label: () => m.visit_follow_up_year(), from: (today) => addMonths(today, 12) }
];

/** The preset that gives this day, if one does. */
export function presetOf(day: FollowUpValue, today: string): PresetId | null {
  return PRESETS.find((preset) => preset.from(today) === day)?.id ?? null;
}

/** How far a day is, as one says it. */
export function farText(day: string, today: string): string {
  const days = daysBetween(today, day);
  if (days === 0) return m.visit_follow_up_today();
  return days > 0 ? m.visit_follow_up_in({ days }) : m.visit_follow_up_late({ days: -days });
}

/** « mardi, dans 14 j ». */
export function dayInWords(day: string, today: string): string {
  return m.visit_follow_up_words({ weekday: weekday(day), far: farText(day, today) });
}

/** What becomes of the date that is kept when a visit says nothing of it: one that is not later than the visit is done with. */
export function unchangedText(current: string | null, visitedOn: string): string {
  if (current === null) return m.visit_follow_up_none_yet();
  const date = showDate(current);
  return current > visitedOn ? m.visit_follow_up_stays({ date }) : m.visit_follow_up_done({ date });
}
