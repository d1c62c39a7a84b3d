/** Rows for tests. */
import type { CalendarRow, FollowUpRow } from '$lib/backend/types';

let made = 0;

export function visit(change: Partial<CalendarRow> = {}): CalendarRow {
  made += 1;
  return {
    whom: { customer: `C${String(made).padStart(5, '0')}` },
    name: `GARAGE ${made}`,
    town: 'LAVAL',
    grid: 'GAR',
    author: 'Jérôme Dupont',
    origin: 'CRV',
    class: 'visit',
    subject: null,
    comment: null,
    form: null,
    picked: [],
    entry: null,
    laid: false,
    pending: false,
    on: '2026-11-24',
    at: '10:00',
    key: `row-${made}`,
    ...change
  };
}

export function followUp(on: string, name = 'ETA LANDAIS'): FollowUpRow {
  return { whom: { customer: `C9${on}` }, name, town: 'LAVAL', grid: 'AGR', on };
}
