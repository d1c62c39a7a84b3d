// @vitest-environment node
/** Every link of the documentation within the repository leads to a file, and to a chapter that this file has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** What is made or fetched is nobody's documentation here. */
const SKIPPED = /^(\..*|node_modules|target|build|build-memory|test-results)$/;

function documents(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.test(entry.name)) return [];
    if (entry.isDirectory()) return documents(join(folder, entry.name));
    return entry.name.endsWith('.md') ? [join(folder, entry.name)] : [];
  });
}

/** What is quoted as code links to nothing and has no chapters. */
const prose = (text: string): string =>
  text.replace(/^\s*```[\s\S]*?^\s*```/gm, '').replace(/`[^`\n]*`/g, '');

/** As a page's address names a chapter: of two alike the second is « -1 ». */
function anchors(text: string): Set<string> {
  const found = new Set<string>();
  const titles = text.replace(/^\s*```[\s\S]*?^\s*```/gm, '').matchAll(/^#+ (.+)$/gm);
  for (const [, title = ''] of titles) {
    const slug = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    let name = slug;
    for (let again = 1; found.has(name); again += 1) name = `${slug}-${again}`;
    found.add(name);
  }
  return found;
}

/** The relative links of a text, without titles. */
function links(text: string): string[] {
  const targets = [...prose(text).matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/i.test(target));
}

/** Why a link of this file leads nowhere; null: it leads somewhere. */
function fault(file: string, text: string, link: string): string | null {
  const [path = '', anchor] = decodeURIComponent(link).split('#');
  const target = path === '' ? file : resolve(dirname(file), path);
  if (path !== '' && !existsSync(target)) return `${relative(root, file)}: ${link}`;
  if (anchor === undefined || !target.endsWith('.md')) return null;
  const chapters = anchors(path === '' ? text : readFileSync(target, 'utf8'));
  return chapters.has(anchor) ? null : `${relative(root, file)}: ${link} (no such chapter)`;
}

function broken(file: string, text = readFileSync(file, 'utf8')): string[] {
  return links(text).flatMap((link) => fault(file, text, link) ?? []);
}

describe('the documentation', () => {
  const files = documents(root);

  it('links to files and chapters that are there', () => {
    expect(files.length).toBeGreaterThan(15);
    expect(files.flatMap((file) => links(readFileSync(file, 'utf8'))).length).toBeGreaterThan(100);
    expect(files.flatMap((file) => broken(file))).toEqual([]);
  });

  it('would be told of a file or a chapter that is not there', () => {
    const text = '# Here\n[a](README.md) [b](#here) [c](gone.md) [d](#gone) [e](README.md#gone) `[f](gone)`';
    expect(broken(join(root, 'note.md'), text)).toEqual([
      'note.md: gone.md',
      'note.md: #gone (no such chapter)',
      'note.md: README.md#gone (no such chapter)'
    ]);
  });
});
