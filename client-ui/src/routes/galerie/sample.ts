/** Invented data for the gallery. */
import type { LifeStop } from '$lib/parts/types';
import words from './sample.json';

export const sample = words;
export const lives = words.lives as LifeStop[][];

export type Customer = { code: string; name: string; agency: string; on: string; days: number };

export function customerAt(index: number): Customer {
  const days = index < 6 ? index * 4 - 26 : index < 9 ? 0 : index - 8;
  const day = new Date(Date.UTC(2026, 10, 24 + days)).toISOString();
  return {
    code: `C${String(index + 1000).padStart(5, '0')}`,
    name: words.names[index % words.names.length] ?? '',
    agency: words.towns[index % words.towns.length] ?? '',
    on: `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
    days
  };
}
