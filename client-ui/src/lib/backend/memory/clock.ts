/** The stopped clock of the invented company, so that pictures never change. Tests may let it go on. */
let now = Date.parse('2026-11-24T13:10:00Z');

/** Making one takes longer than using it ten thousand times. */
const DAYS = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' });
const HOURS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  minute: '2-digit'
});

/** The instant, RFC 3339 in whole seconds. */
export function instant(minutesBefore = 0): string {
  return new Date(now - minutesBefore * 60_000).toISOString().replace('.000Z', 'Z');
}

/** An instant some hours after another. */
export function after(from: string, hours: number): string {
  return new Date(Date.parse(from) + hours * 3_600_000).toISOString().replace('.000Z', 'Z');
}

/** The company's day; `days` before it (negative: after). */
export function day(days = 0): string {
  const at = new Date(`${DAYS.format(now)}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

/** The day and the hour (HH:MM) that calendar and wall showed at an instant. */
export function onTheWall(at: string): { day: string; hour: string } {
  const instant = Date.parse(at);
  return { day: DAYS.format(instant), hour: HOURS.format(instant) };
}

/** Days from one day to another. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);
}

/** Lets time pass. */
export function advance(minutes: number): void {
  now += minutes * 60_000;
}

/** Nobody drives on Saturdays and Sundays: the Friday before. */
export function workday(on: string): string {
  const at = new Date(`${on}T12:00:00Z`);
  const weekday = at.getUTCDay();
  at.setUTCDate(at.getUTCDate() - (weekday === 6 ? 1 : weekday === 0 ? 2 : 0));
  return at.toISOString().slice(0, 10);
}
