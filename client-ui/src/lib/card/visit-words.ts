/** A row of the history in words, by the version of the form that was answered. Pure. */
import type { FormNode, FormSection, HistoryRow, VisitForm } from '$lib/backend/types';
import { m } from '$words/messages';

/** `title` stands out, `details` follow it; `comment` is what the author typed. */
export type VisitWords = { title: string; details: string; comment: string };

/** The last line of every comment that comes from this program (annex 1): said of all, so worth nothing to read. */
const ORIGIN_LINE = 'saisie via le CRM';
const SEPARATOR = ' · ';

export function visitWords(row: HistoryRow, forms: readonly VisitForm[]): VisitWords {
  const form = forms.find(({ version }) => version === row.form);
  const picked = new Set(row.picked);
  const said = (form?.sections ?? []).map((section) => wordsOf(section.nodes, picked));
  const [first = '', ...others] = said;
  const details = others.filter((words) => words !== '').join(SEPARATOR);
  const comment = typedComment(row.comment ?? '', form?.sections ?? []);
  if (row.class === 'other') return { title: subjectOf(row), details: '', comment };
  return { title: first === '' ? m.card_visit_word() : first, details, comment };
}

/** Every section that was answered, under its own name; nothing where the form is unknown. */
export function answersOf(row: HistoryRow, forms: readonly VisitForm[]): { label: string; words: string }[] {
  const picked = new Set(row.picked);
  const sections = forms.find(({ version }) => version === row.form)?.sections ?? [];
  return sections
    .map(({ label, nodes }) => ({ label, words: wordsOf(nodes, picked) }))
    .filter(({ words }) => words !== '');
}

/** « Commande · Remise de proposition : Agraire, Lubrifiant ». */
function wordsOf(nodes: readonly FormNode[], picked: ReadonlySet<string>): string {
  const parts = nodes.filter(({ id }) => picked.has(id)).map((node) => nodeWords(node, picked));
  return parts.join(SEPARATOR);
}

function nodeWords(node: FormNode, picked: ReadonlySet<string>): string {
  const under = (node.children ?? []).filter(({ id }) => picked.has(id));
  if (under.length === 0) return node.label;
  const words = under.map((child) => nodeWords(child, picked)).join(', ');
  return m.card_picked_under({ label: node.label, words });
}

/** The comment without the lines that the program itself added: the origin, and the answers, which stand beside it already. */
function typedComment(comment: string, sections: readonly FormSection[]): string {
  const lines = comment.replaceAll('\r\n', '\n').trimEnd().split('\n');
  if (lines.at(-1)?.trim() === ORIGIN_LINE) lines.pop();
  const starts = sections.map(({ label }) => `${label} : `);
  while (starts.some((start) => lines.at(-1)?.startsWith(start))) lines.pop();
  return lines.join('\n').trim();
}

function subjectOf(row: HistoryRow): string {
  const subject = row.subject?.trim() ?? '';
  return subject === '' ? m.card_other_word() : subject;
}

/** Of a former prospect's time. */
export function isBefore(row: HistoryRow): boolean {
  return row.class === 'prospect_visit';
}

export function isLit(row: HistoryRow): boolean {
  return row.origin?.trim() === 'LIT';
}
