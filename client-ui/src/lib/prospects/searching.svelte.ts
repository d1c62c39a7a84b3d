/** What is searched in Prospects: kept while the program runs, so that coming back shows what was there. */
import type { ProspectSort, ProspectsQuery } from '$lib/backend/types';

export class Searching {
  typed = $state('');
  /** '' for those without a stage; null for all. */
  stage = $state<string | null>(null);
  /** ERP code of a rep: an administrator's filter. */
  rep = $state<string | null>(null);
  /** « les miens », of an administrator, who sees everybody's otherwise. */
  mine = $state(false);
  sort = $state<ProspectSort>('last_visit');
  /** Those seen last come first: one goes on where one was. */
  descending = $state(true);

  query(admin: boolean): Omit<ProspectsQuery, 'offset' | 'limit'> {
    const { typed, stage, sort, descending } = this;
    const own_only = !admin || this.mine;
    return { typed: typed.trim(), own_only, sales_rep: admin ? this.rep : null, stage, sort, descending };
  }

  get filtered(): boolean {
    return this.stage !== null || this.rep !== null || this.mine;
  }
  /** Whether the list leaves anybody out. */
  get narrows(): boolean {
    return this.filtered || this.typed.trim() !== '';
  }

  clearFilters(): void {
    this.stage = null;
    this.rep = null;
    this.mine = false;
  }
}

export const searching = new Searching();
