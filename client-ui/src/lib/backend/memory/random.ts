/** Numbers that look random and are the same each time: mulberry32, a public-domain generator of 32 bits. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from 0 to `below` - 1. */
export function whole(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

/** One of several. The list is never empty. */
export function oneOf<T>(random: () => number, list: readonly [T, ...T[]]): T {
  return list[whole(random, list.length)] ?? list[0];
}
