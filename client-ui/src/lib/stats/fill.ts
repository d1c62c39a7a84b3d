/** How a look is put on a shape: its colour as a class, or its pattern of the same drawing. */
import { patternKey, type Look } from './look';

export type Fill = { class?: string; fill?: string };

export function fillOf(look: Look, id: string): Fill {
  return look.hatch === 'none' ? { class: look.fill } : { fill: `url(#${id}-${patternKey(look)})` };
}
