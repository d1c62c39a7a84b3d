// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const french = /[àâçéèêëîïôùûœ«»]|[a-z]’[a-zéê]|\b(vous|votre|aucune?|déjà|cette|pour|avec|sans|dans)\b/i;

/** Files whose words are a person's, a customer's or the town's, not the program's. */
const invented = [
  /^src\/lib\/backend\/memory\//,
  /^src\/routes\/galerie\//,
  /\.test\.ts$/,
  /^src\/lib\/.*testing/
];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => relative(root, join(folder, name)).replaceAll('\\', '/'))
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith('src/paraglide/'))
    .filter((name) => !invented.some((pattern) => pattern.test(name)));
}

/** Without comments, which may quote the user's own words. */
function withoutComments(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');
}

function catalogue(): [string, string, string][] {
  const folder = join(root, 'messages/fr');
  return readdirSync(folder).flatMap((file) => {
    const messages: Record<string, unknown> = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return Object.entries(messages).map(([key, value]): [string, string, string] => [
      file.replace('.json', ''),
      key,
      typeof value === 'string' ? value : JSON.stringify(value)
    ]);
  });
}

describe('the catalogue', () => {
  it('holds every French word of the program', () => {
    const strays = sources(join(root, 'src')).flatMap((name) =>
      withoutComments(readFileSync(join(root, name), 'utf8'))
        .split('\n')
        .filter((line) => french.test(line))
        .map((line) => `${name}: ${line.trim()}`)
    );
    expect(strays).toEqual([]);
  });

  it('knows French when it sees it', () => {
    expect('Vos bases ne sont pas à jour').toMatch(french);
    expect('Aucune base').toMatch(french);
    expect('to_see_again').not.toMatch(french);
  });

  it('names each message by its room', () => {
    expect(catalogue().length).toBeGreaterThan(100);
    expect(catalogue().filter(([room, key]) => !key.startsWith(`${room}_`) && !key.startsWith('$'))).toEqual(
      []
    );
  });

  it('is set as the French set it', () => {
    // The search's own signs are no punctuation.
    const prose = (text: string) => text.replace(/\*[^\s*]+\*|\? (?=une lettre)/g, '');
    const wrong = catalogue()
      .map(([, key, text]) => [key, prose(text)] as const)
      .filter(
        ([, text]) =>
          text.includes("'") ||
          text.includes('...') ||
          / [;:!?»]/.test(text) ||
          /« /.test(text) ||
          /[^\s\u00a0\u202f][»;!?]/.test(text.replace(/[a-z]+[;!?]?=/g, ''))
      );
    expect(wrong).toEqual([]);
  });
});

describe('components', () => {
  it('use runes only', () => {
    const legacy = sources(join(root, 'src'))
      .filter((name) => name.endsWith('.svelte'))
      .filter((name) => {
        const text = readFileSync(join(root, name), 'utf8');
        parse(text, { modern: true });
        return /export let |\son:[a-z]+=|\$:|createEventDispatcher|from 'svelte\/store'/.test(text);
      });
    expect(legacy).toEqual([]);
  });
});
