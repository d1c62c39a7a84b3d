/** The keys of « Historique », for the screen and for the palette. */
import type { Shortcut } from '$lib/state/keys.svelte';
import { m } from '$words/messages';
import type { ViewName } from './range';

export type Doing = {
  today: () => void;
  show: (view: ViewName) => void;
  /** By the name of the key. */
  move: (key: string) => void;
  enter: () => void;
};

const MOVES: readonly [string[], () => string][] = [
  [['ArrowLeft', 'ArrowRight', 'Home', 'End'], m.calendar_move_day],
  [['ArrowUp', 'ArrowDown'], m.calendar_move_week],
  [['PageUp', 'PageDown'], m.calendar_move_month]
];

export function calendarKeys(doing: Doing): Shortcut[] {
  const moves = MOVES.flatMap(([keys, label]) =>
    keys.map((key) => ({ keys: key, label: label(), run: () => doing.move(key), repeat: true, hidden: true }))
  );
  return [
    { keys: 'T', label: m.calendar_go_today(), run: doing.today },
    { keys: 'M', label: m.calendar_show_month(), run: () => doing.show('month') },
    { keys: 'S', label: m.calendar_show_week(), run: () => doing.show('week') },
    { keys: 'L', label: m.calendar_show_list(), run: () => doing.show('list') },
    { keys: 'Enter', label: m.calendar_open(), run: doing.enter, hidden: true },
    ...moves
  ];
}
