/** A commercial grid's colour: by its place in the list of all grids, five in turn; from the sixth on with a hatch. */
const grounds = ['bg-g1s', 'bg-g2s', 'bg-g3s', 'bg-g4s', 'bg-g5s'];
const bars = ['bg-g1', 'bg-g2', 'bg-g3', 'bg-g4', 'bg-g5'];

export type GridLook = { ground: string; bar: string; hatched: boolean };

export function gridLook(code: string, codes: readonly string[]): GridLook {
  const place = codes.indexOf(code);
  if (place < 0) return { ground: 'bg-gps', bar: 'bg-gp', hatched: true };
  const turn = place % grounds.length;
  return {
    ground: grounds[turn] ?? 'bg-gps',
    bar: bars[turn] ?? 'bg-gp',
    hatched: place >= grounds.length
  };
}

/** Two letters, so that the colour never stands alone; as many as it takes to be alone among all grids. */
export function gridPlate(code: string, codes: readonly string[]): string {
  const clean = (one: string) => one.trim().toUpperCase();
  const own = clean(code);
  const others = codes.map(clean).filter((one) => one !== own);
  let length = 2;
  while (length < own.length && others.some((one) => one.slice(0, length) === own.slice(0, length)))
    length += 1;
  return own.slice(0, length);
}
