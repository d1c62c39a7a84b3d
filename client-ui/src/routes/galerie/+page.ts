import { error } from '@sveltejs/kit';

/** The gallery of parts is for those who build the program: the window does not know it. */
export function load(): void {
  if (__DOOR__ !== 'memory') error(404);
}
