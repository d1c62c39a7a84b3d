/** What a view draws, as the events that @event-calendar/core lays out. Pure. */
import type { Calendar } from '@event-calendar/core';
import type { CalendarRow, FollowUpRow, ListsView, Whom } from '$lib/backend/types';
import { dayOf, fitting, hourOf, type DayContent, type Days } from './grouping';
import { clock, placed, SHOWN_MINUTES } from './hours';

/** What month, week and list are given: the chosen day, everything by day, and what a click does. */
export type SheetProps = {
  day: string;
  days: Days;
  lists: ListsView;
  onchoose: (day: string) => void;
  onopen: (row: CalendarRow, day: string) => void;
  /** To the day's own list, there to somebody to see again. */
  onmore: (day: string, whom?: Whom) => void;
};
/** The days of month and week are marked and can be opened. */
export type GridProps = SheetProps & { today: string; onenter: () => void };

/** What a day is given; `content`: all that stands in it. */
export type DayProps = {
  day: string;
  today: string;
  chosen: boolean;
  content: DayContent;
  onchoose: () => void;
  onenter: () => void;
};

/** `minutes`: where it stands in the day, from midnight; null where nothing has an hour. */
type Placed = { id: string; day: string; minutes: number | null };
type Shown =
  | { kind: 'visit'; row: CalendarRow }
  | { kind: 'follow-up'; row: FollowUpRow }
  /** All of a day, in one line of the list. */
  | { kind: 'follow-ups'; rows: readonly FollowUpRow[] };
export type Item = Placed & Shown;

const visitAt = (row: CalendarRow, day: string, minutes: number | null): Item => ({
  kind: 'visit',
  id: `visit ${row.key}`,
  day,
  minutes,
  row
});

const followUpAt = (row: FollowUpRow, day: string): Item => ({
  kind: 'follow-up',
  id: `follow-up ${JSON.stringify(row.whom)}`,
  day,
  minutes: null,
  row
});

function fittingItems(day: string, content: DayContent, room: number): Item[] {
  const shown = fitting(content, room);
  return [
    ...content.visits.slice(0, shown.visits).map((row) => visitAt(row, day, null)),
    ...content.followUps.slice(0, shown.followUps).map((row) => followUpAt(row, day))
  ];
}

/** Of each day as much as there is room for in its week, follow-up dates after visits. */
export function monthItems(
  days: Days,
  weeks: readonly (readonly string[])[],
  roomOf: (week: number) => number
): Item[] {
  return weeks.flatMap((week, at) => week.flatMap((day) => fittingItems(day, dayOf(days, day), roomOf(at))));
}

/** What stands above the hours. */
export function withoutHour({ visits, followUps }: DayContent): DayContent {
  return { visits: visits.filter((row) => hourOf(row) === null), followUps };
}

/** Visits at their hours; of what has none as much as there is room for above them. */
export function weekItems(days: Days, week: readonly string[], room: number): Item[] {
  return week.flatMap((day) => {
    const content = dayOf(days, day);
    return [
      ...fittingItems(day, withoutHour(content), room),
      ...placed(content.visits).map(({ row, minutes }) => visitAt(row, day, minutes))
    ];
  });
}

/** Everything of the days, in their order. */
export function listItems(days: Days, listed: readonly string[]): Item[] {
  return listed.flatMap((day) => {
    const { visits, followUps } = dayOf(days, day);
    const rows = visits.map((row) => visitAt(row, day, null));
    if (followUps.length === 0) return rows;
    return [
      ...rows,
      { kind: 'follow-ups', id: `follow-ups ${day}`, day, minutes: null, rows: followUps } as const
    ];
  });
}

/**
 * As the library takes them: days and hours as they stand on the wall, without a zone. What has no hour carries its place in its day for the
 * style sheet: the library finds places by measuring, and measures too early when all events are exchanged at once (5.15.0).
 */
export function eventsOf(items: readonly Item[]): Calendar.EventInput[] {
  const taken = new Map<string, number>();
  return items.map(({ id, day, minutes }) => {
    if (minutes !== null) {
      const [start, end] = [clock(minutes), clock(minutes + SHOWN_MINUTES)];
      return { id, allDay: false, start: `${day}T${start}`, end: `${day}T${end}` };
    }
    const place = taken.get(day) ?? 0;
    taken.set(day, place + 1);
    return { id, allDay: true, start: day, end: day, styles: [`--calendar-place:${place}`] };
  });
}

/** The day of a date that the library hands out, which it makes at midnight of the machine's zone. */
export function dayOfDate(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
