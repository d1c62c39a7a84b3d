/** Invented visits in a calendar. */
import type { CalendarPage, CalendarQuery } from '../types';
import type { World } from './world';

export function calendarOf(_world: World, _query: CalendarQuery): CalendarPage {
  return { rows: [], follow_ups: [] };
}
