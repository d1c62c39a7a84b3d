/** Invented prospects. */
import type {
  HistoryPage,
  NewProspectDraft,
  PageQuery,
  ProspectPage,
  ProspectsQuery,
  ProspectView
} from '../types';
import type { World } from './world';

export function prospectsPage(_world: World, _query: ProspectsQuery): ProspectPage {
  return { total: 0, rows: [] };
}

export function prospectCard(_world: World, _id: string): ProspectView | null {
  return null;
}

export function prospectHistory(_world: World, _id: string, _query: PageQuery): HistoryPage {
  return { rows: [], next: null, total: 0 };
}

export function newProspect(_world: World): NewProspectDraft {
  return { prospect: '0193a1b2-0000-7000-8000-000000000001', fields: {}, duplicate_reason: null, fleet: {} };
}

export function townsOf(_postalCode: string): string[] {
  return [];
}
