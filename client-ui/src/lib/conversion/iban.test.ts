import { describe, expect, it } from 'vitest';
import { compact, grouped, isMasked, regrouped, typedOver } from './iban';

describe('an IBAN', () => {
  it.each([
    ['', ''],
    ['fr76', 'FR76'],
    ['FR763', 'FR76 3'],
    ['FR76-3000.6000 0112', 'FR76 3000 6000 0112'],
    ['FR7630006000011234567890189', 'FR76 3000 6000 0112 3456 7890 189']
  ])('%j stands in groups of four', (typed, shown) => {
    expect(grouped(typed)).toBe(shown);
    expect(grouped(shown)).toBe(shown);
    expect(compact(shown)).toBe(compact(typed));
  });

  it('of which only the end is known is told from a typed one', () => {
    expect(isMasked('••••0189')).toBe(true);
    expect(isMasked('FR76')).toBe(false);
  });
});

describe('over signs of which only the last are shown', () => {
  it.each([
    ['all of it', 'F', 'F'],
    ['a whole one that is pasted', 'BNPAFRPPXXX', 'BNPAFRPPXXX'],
    ['the end', '••••P836A', 'A'],
    ['the middle', '••••PA836', 'A'],
    ['nothing', '••••P83', ''],
    ['among the dots', '••X••P836', 'X']
  ])('what is typed over %s is what counts', (_, now, typed) => {
    expect(typedOver('••••P836', now)).toBe(typed);
  });
});

/** `|` is the caret. */
function at(text: string) {
  const caret = text.indexOf('|');
  return { now: text.replace('|', ''), caret };
}
function shown({ text, caret }: { text: string; caret: number }) {
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

describe('the caret', () => {
  it.each([
    ['typing at the end', 'FR7', 'FR76|', 'FR76|'],
    ['the sign that opens a group', 'FR76', 'FR763|', 'FR76 3|'],
    ['typing in the middle', 'FR76 3000 6', 'FR76 39|000 6', 'FR76 39|00 06'],
    ['typing over the end of a group', 'FR76 3000', 'FR769| 3000', 'FR76 9|300 0'],
    ['a whole one that is pasted', '', 'FR76300060000112|', 'FR76 3000 6000 0112|'],
    ['deleting backwards', 'FR76 3000', 'FR76 300|', 'FR76 300|'],
    ['deleting backwards at the beginning', 'FR76 3000', '|R76 3000', '|R763 000'],
    ['deleting backwards over a blank', 'FR76 3000', 'FR76|3000', 'FR7|3 000'],
    ['a sign that no IBAN has', 'FR76', 'FR76!|', 'FR76|']
  ])('after %s', (_, before, typed, then) => {
    expect(shown(regrouped({ before, ...at(typed) }))).toBe(then);
  });

  it('stays where it was when the blank after it is deleted: the sign beyond it goes', () => {
    const edit = { before: 'FR76 3000', ...at('FR76|3000'), forward: true };
    expect(shown(regrouped(edit))).toBe('FR76| 000');
  });
});
