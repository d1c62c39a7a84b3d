/** How a visit's grid is shown: colour, plate and name; never the colour alone. */
import type { ListsView } from '$lib/backend/types';
import { labelOf } from '$lib/card/facts';
import { gridLook, gridPlate } from '$lib/parts/grid-colours';
import { m } from '$words/messages';
import type { Sort } from './grouping';

export type Look = {
  plate: string;
  label: string;
  bar: string;
  ground: string;
  /** The bar is striped: a prospect, or nobody's grid. */
  striped: boolean;
  /** The second turn of the colours. */
  hatched: boolean;
};

export function lookOf(sort: Sort, lists: ListsView): Look {
  const rest = { bar: '', ground: 'bg-gps', striped: true, hatched: false };
  if (sort.kind === 'prospect')
    return { plate: m.calendar_prospect_plate(), label: m.calendar_prospects(), ...rest };
  if (sort.kind === 'none')
    return { plate: m.calendar_no_grid_plate(), label: m.calendar_no_grid(), ...rest };
  const codes = (lists.codes.c_catc ?? []).map(({ code }) => code.trim());
  const look = gridLook(sort.code, codes);
  const known = codes.includes(sort.code);
  return {
    plate: gridPlate(sort.code, codes),
    label: labelOf(lists, 'c_catc', sort.code),
    bar: look.bar,
    ground: look.ground,
    striped: !known,
    hatched: known && look.hatched
  };
}
