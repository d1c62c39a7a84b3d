/** What a column says in one sentence. */
import { signed } from '$lib/format/numbers';
import { m } from '$words/messages';
import type { Stack } from './series';

/** « Mars 2026 : 59 visites. GARAGE 17, AGRI 15. » */
export function stackWords(name: string, stack: Stack | undefined): string {
  const total = m.stats_visits_total({ count: stack?.total ?? 0, shown: signed(stack?.total ?? 0) });
  if (!stack || stack.total === 0) return m.stats_visits_column_none({ name, total });
  const parts = stack.segments.map(({ series, count }) =>
    m.stats_visits_part({ name: series.name, count: signed(count) })
  );
  if (stack.pending > 0)
    parts.push(m.stats_pending_visits({ count: stack.pending, shown: signed(stack.pending) }));
  return m.stats_visits_column({ name, total, parts: parts.join(', ') });
}
