/** Which list of Accueil is shown, and of what: kept while the program runs. */
import type { HomeList, HomeQuery, Whose } from '$lib/backend/types';

export class HomeView {
  list = $state<HomeList>('to_see_again');
  agency = $state<string | null>(null);
  grid = $state<string | null>(null);

  query(whose: Whose): Omit<HomeQuery, 'offset' | 'limit'> {
    const { list, agency, grid } = this;
    return { list, whose, agency, grid };
  }

  get filtered(): boolean {
    return this.agency !== null || this.grid !== null;
  }

  clearFilters(): void {
    this.agency = null;
    this.grid = null;
  }
}

export const homeView = new HomeView();
