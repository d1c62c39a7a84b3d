import { redirect } from '@sveltejs/kit';

/** The day begins with whom to see again. */
export function load(): never {
  redirect(307, '/accueil');
}
