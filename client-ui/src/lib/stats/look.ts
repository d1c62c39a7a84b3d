/** How the parts of a bar look: by the grid's place in the list of all grids. Each turn of the five colours has a hatch of its own. */
import { gridLook } from '$lib/parts/grid-colours';

export type Hatch = 'none' | 'strokes' | 'dots' | 'cross';
export type Look = {
  /** The colour as a class of SVG. */
  fill: string;
  hatch: Hatch;
  /** Coloured strokes on paper instead of paper strokes on colour. */
  open: boolean;
};

const FILLS: Record<string, string> = {
  'bg-g1': 'fill-g1',
  'bg-g2': 'fill-g2',
  'bg-g3': 'fill-g3',
  'bg-g4': 'fill-g4',
  'bg-g5': 'fill-g5'
};
const HATCHES: readonly Hatch[] = ['none', 'strokes', 'dots', 'cross'];
const COLOURS = 5;

export const PROSPECTS: Look = { fill: 'fill-gp', hatch: 'strokes', open: true };
export const UNKNOWN: Look = { fill: 'fill-gp', hatch: 'dots', open: true };
export const REVENUE: Look = { fill: 'fill-chart', hatch: 'none', open: false };

/** `codes` are all grids in the list's order. */
export function lookOf(code: string, codes: readonly string[]): Look {
  const place = codes.indexOf(code);
  if (place < 0) return UNKNOWN;
  const turn = Math.floor(place / COLOURS);
  return {
    fill: FILLS[gridLook(code, codes).bar] ?? 'fill-gp',
    hatch: HATCHES[turn % HATCHES.length] ?? 'none',
    open: false
  };
}

/** Part of the identifier of its pattern. */
export function patternKey({ fill, hatch, open }: Look): string {
  return `${fill}-${hatch}${open ? '-open' : ''}`;
}
