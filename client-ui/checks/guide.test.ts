// @vitest-environment node
/** The user guide shows pictures that exist, and quotes words that the screens say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const docs = join(import.meta.dirname, '../../docs');
const guide = readFileSync(join(docs, 'guide-utilisateur.md'), 'utf8');
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Every text of the catalogue, as a pattern: anything may stand for a parameter. One of parameters alone says nothing. */
function patterns(): RegExp[] {
  const folder = join(import.meta.dirname, '../messages/fr');
  const texts = readdirSync(folder).flatMap((file) => {
    const messages: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return textsOf(messages).filter((text) => /\p{L}{2}/u.test(text.replace(/\{\w+\}/g, '')));
  });
  const escaped = texts.map((text) => plain(text).replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return escaped.map((text) => new RegExp(`^${text.replace(/\{\w+\}/g, '.+')}$`, 'i'));
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}

/** A chapter; in that for reps « … » always is the screen's own word. */
function chapter(text: string, title = 'Vous êtes commercial'): string {
  const [, rest = ''] = text.split(`\n## ${title}\n`);
  return rest.split('\n## ')[0] ?? '';
}

function quoted(text: string): string[] {
  return [...text.matchAll(/«\s([^»]+)\s»/g)].map(([, words]) => plain(words ?? ''));
}

function unsaid(text: string): string[] {
  const known = patterns();
  return quoted(chapter(text)).filter((words) => !known.some((pattern) => pattern.test(words)));
}

/** Why an entry was refused, as the window says it: a code's part of the keys, and its words. */
function reasons(): Map<string, { what: string; todo: string }> {
  const file = join(import.meta.dirname, '../messages/fr/words.json');
  const messages: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  const words = (code: string, part: string) => plain(String(messages[`words_reason_${code}_${part}`]));
  const codes = Object.keys(messages).flatMap((key) => /^words_reason_(\w+)_what$/.exec(key)?.[1] ?? []);
  return new Map(codes.map((code) => [code, { what: words(code, 'what'), todo: words(code, 'todo') }]));
}

/** Of these the window sends the rep to the administrator, and so does one sentence below the table. */
const OTHERS = [
  'general',
  'not_understood',
  'later_format',
  'foreign_file',
  'two_versions',
  'unreadable',
  'unsettled',
  'not_yet_supported'
];

/** The codes that the table of refusals explains; a row in other words than the window's is answered as it stands. */
function explained(text: string): string[] {
  const rows = chapter(text, 'Quand une saisie est refusée').match(/^\| «.*\|$/gm) ?? [];
  return rows.map(plain).map((row) => {
    const [what = '', , todo = ''] = row.slice(2, -2).split(' | ');
    const [code] =
      [...reasons()].find(
        ([, words]) => what === `« ${words.what} »` && todo.startsWith(`« ${words.todo} »`)
      ) ?? [];
    return code ?? row;
  });
}

describe('the user guide', () => {
  it('shows every picture that was taken, and no other, each with words for those who do not see it', () => {
    const shown = [...guide.matchAll(/!\[([^\]]*)\]\(guide\/([^)]+)\)/g)];
    const taken = readdirSync(join(docs, 'guide'));
    expect(shown.map(([, , file]) => file).sort()).toEqual(taken.sort());
    expect(shown.filter(([, words = '']) => words.length < 20)).toEqual([]);
    expect(taken.length).toBeGreaterThan(8);
  });

  it('quotes what the screens say', () => {
    expect(quoted(chapter(guide)).length).toBeGreaterThan(40);
    expect(unsaid(guide)).toEqual([]);
  });

  it('explains every refusal in the window’s words', () => {
    const codes = [...reasons().keys()].filter((code) => !OTHERS.includes(code));
    expect(codes.length).toBeGreaterThan(15);
    expect(explained(guide).sort()).toEqual(codes.sort());
  });

  it('would be told of a refusal in other words', () => {
    const row = '| « Ce code client n’existe pas. » | le client a été renommé | « Voyez ailleurs. » |';
    expect(explained(`\n## Quand une saisie est refusée\n\n${row}\n\n## Et\n`)).toEqual([row]);
  });

  it('would be told of a word that no screen says', () => {
    expect(
      unsaid('\n## Vous êtes commercial\n« Actualiser », « Valider la tournée »\n## Et\n« ailleurs »')
    ).toEqual(['Valider la tournée']);
  });
});
