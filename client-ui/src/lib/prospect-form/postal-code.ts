/** A postal code typed or pasted in one go, cut where the ERP cuts it. Pure; whether it is one is Rust's to say. */

export type PostalParts = { department: string; office: string };

const CUTS = [/^(9[78]\d)(\d{1,2})$/, /^((?!9[78])\d{2}|2[abAB])(\d{1,3})$/];
const WHOLE = 5;

/**
 * null: it stays a department, or is none yet. `office` is what stands there: half a code does not take its place, the caret may only
 * have been put into the department. Overseas the department has three digits.
 */
export function cut(typed: string, office: string): PostalParts | null {
  const text = typed.replace(/\s/g, '');
  if (office.trim() !== '' && text.length < WHOLE) return null;
  for (const form of CUTS) {
    const [, department, rest] = form.exec(text) ?? [];
    if (department !== undefined && rest !== undefined) return { department, office: rest };
  }
  return null;
}
