/** The tabs of the rail, with the keys that open them. */
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import Building2 from '@lucide/svelte/icons/building-2';
import House from '@lucide/svelte/icons/house';
import Send from '@lucide/svelte/icons/send';
import UserPlus from '@lucide/svelte/icons/user-plus';
import type { Icon } from '$lib/parts/types';
import { m } from '$words/messages';

export type Tab = { path: string; label: () => string; go: () => string; keys: string; icon: Icon };

export const TABS: readonly Tab[] = [
  { path: '/accueil', label: m.frame_home, go: m.frame_go_home, keys: 'Alt+1', icon: House },
  { path: '/clients', label: m.frame_customers, go: m.frame_go_customers, keys: 'Alt+2', icon: Building2 },
  { path: '/prospects', label: m.frame_prospects, go: m.frame_go_prospects, keys: 'Alt+3', icon: UserPlus },
  { path: '/stats', label: m.frame_stats, go: m.frame_go_stats, keys: 'Alt+4', icon: ChartColumn },
  { path: '/historique', label: m.frame_history, go: m.frame_go_history, keys: 'Alt+5', icon: CalendarDays }
];
/** It stands at the top of the window, not in the rail. */
export const ENTRIES: Tab = {
  path: '/envois',
  label: m.frame_entries,
  go: m.frame_go_entries,
  keys: 'Alt+6',
  icon: Send
};
export const PLACES: readonly Tab[] = [...TABS, ENTRIES];
