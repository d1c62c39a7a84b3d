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

/** The chapter for reps: there « … » always is the screen's own word. */
function chapter(text: string): string {
  const [, rest = ''] = text.split('\n## Vous êtes commercial\n');
  return rest.split('\n## ')[0] ?? '';
}

function quoted(text: string): string[] {
  return [...text.matchAll(/«\s([^»]+)\s»/g)].map(([, words]) => plain(words ?? ''));
}

function unsaid(text: string): string[] {
  const known = patterns();
  return quoted(chapter(text)).filter((words) => !known.some((pattern) => pattern.test(words)));
}

describe('the user guide', () => {
  it('shows every picture that was taken, and no other, each with words for those who do not see it', () => {
    const shown = [...guide.matchAll(/!\[([^\]]*)\]\(guide\/([^)]+)\)/g)];
    const taken = readdirSync(join(docs, 'guide'));
    expect(shown.map(([, , file]) => file).sort()).toEqual(taken.sort());
    expect(shown.filter(([, words = '']) => words.length < 20)).toEqual([]);
    expect(taken.length).toBeGreaterThan(8);
  });

  it('links to chapters that it has', () => {
    const anchor = (title: string) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, '')
        .trim()
        .replace(/\s/g, '-');
    const chapters = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchor(title));
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((target) => !chapters.includes(target))).toEqual([]);
  });

  it('quotes what the screens say', () => {
    expect(quoted(chapter(guide)).length).toBeGreaterThan(40);
    expect(unsaid(guide)).toEqual([]);
  });

  it('would be told of a word that no screen says', () => {
    expect(
      unsaid('\n## Vous êtes commercial\n« Actualiser », « Valider la tournée »\n## Et\n« ailleurs »')
    ).toEqual(['Valider la tournée']);
  });
});
