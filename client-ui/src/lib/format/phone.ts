/** Telephone numbers as one reads them aloud. Whether a number is right is the domain's affair; what is not French stays as it is. */

/** `02 61 91 30 48` from any spelling of a French number; anything else trimmed. */
export function showPhone(text: string): string {
  const trimmed = text.trim();
  if (!/^[+\d][\d\s.()/\-\u00a0]*$/.test(trimmed)) return trimmed;
  const national = nationalDigits(trimmed);
  return national === null ? trimmed : (national.match(/../g)?.join('\u00a0') ?? trimmed);
}

/** What goes to the clipboard and into a dialler: ten digits, or what stands there. */
export function diallable(text: string): string {
  return showPhone(text).replaceAll('\u00a0', ' ');
}

function nationalDigits(text: string): string | null {
  // « +33 (0)2 61 … »: the zero in brackets is not dialled from abroad.
  const digits = text.replace('(0)', '').replace(/[^\d+]/g, '');
  const national = digits.replace(/^(?:\+|00)33(?:0(?=\d{9}$))?/, '0');
  return /^0[1-9]\d{8}$/.test(national) ? national : null;
}
