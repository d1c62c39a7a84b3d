/** The stopped clock of the invented company, so that pictures never change. Tests may let it go on. */
let now = Date.parse('2026-11-24T13:10:00Z');

/** The instant, RFC 3339 in whole seconds. */
export function instant(minutesBefore = 0): string {
  return new Date(now - minutesBefore * 60_000).toISOString().replace('.000Z', 'Z');
}

/** The company's day; `days` before it (negative: after). */
export function day(days = 0): string {
  const local = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(new Date(now));
  const at = new Date(`${local}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

/** The hour on the wall, HH:MM. */
export function hour(): string {
  return new Intl.DateTimeFormat('fr-FR', {
    timeZone: 'Europe/Paris',
    hour: '2-digit',
    minute: '2-digit'
  }).format(new Date(now));
}

/** Days from one day to another. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);
}

/** Lets time pass. */
export function advance(minutes: number): void {
  now += minutes * 60_000;
}
