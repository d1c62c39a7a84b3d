/** What is searched in Clients: kept while the program runs, so that coming back shows what was there. */
import type { CustomersQuery, CustomerSort, Whose } from '$lib/backend/types';

export class Searching {
  typed = $state('');
  agency = $state<string | null>(null);
  grid = $state<string | null>(null);
  sort = $state<CustomerSort>('name');
  descending = $state(false);

  query(whose: Whose): Omit<CustomersQuery, 'offset' | 'limit'> {
    const { typed, agency, grid, sort, descending } = this;
    return { typed: typed.trim(), whose, agency, grid, sort, descending };
  }

  get filtered(): boolean {
    return this.agency !== null || this.grid !== null;
  }

  clearFilters(): void {
    this.agency = null;
    this.grid = null;
  }
}

export const searching = new Searching();
