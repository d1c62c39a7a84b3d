/**
 * The tree that « visite ce jour » asks, as something to pick from. The rules are Rust's (`VisitForm::check`); here is only what keeps a
 * screen from showing a state that they would refuse: a child without its parent, two radio buttons of one group, a node that is gone.
 */
import type { FormNode, FormSection, VisitForm } from '$lib/backend/types';

/** A radio section with at most so many entries is drawn as one bar… */
const MOST_IN_BAR = 5;
/** …if their labels fit into half the dialog. */
const MOST_LETTERS_IN_BAR = 42;
/** Leaves with labels up to this length stand in two columns. */
const SHORT_LABEL = 18;

/** All ids of these nodes and of what lies under them, in the form's order. */
export function idsUnder(nodes: readonly FormNode[]): string[] {
  return nodes.flatMap((node) => [node.id, ...idsUnder(node.children ?? [])]);
}

/** The siblings among which a node stands, and the nodes above it, outermost first. */
interface Place {
  node: FormNode;
  siblings: readonly FormNode[];
  above: readonly FormNode[];
}

function placeIn(nodes: readonly FormNode[], id: string, above: readonly FormNode[]): Place | null {
  for (const node of nodes) {
    if (node.id === id) return { node, siblings: nodes, above };
    const under = placeIn(node.children ?? [], id, [...above, node]);
    if (under) return under;
  }
  return null;
}

function placeOf(form: VisitForm, id: string): Place | null {
  for (const section of form.sections) {
    const place = placeIn(section.nodes, id, []);
    if (place) return place;
  }
  return null;
}

function inFormOrder(form: VisitForm, wanted: ReadonlySet<string>): string[] {
  return form.sections.flatMap((section) => idsUnder(section.nodes)).filter((id) => wanted.has(id));
}

function withoutBranch(wanted: Set<string>, node: FormNode): void {
  for (const id of idsUnder([node])) wanted.delete(id);
}

/** Picks a node, or unpicks it: what lay under it is forgotten, and the other radio buttons of its group too. */
export function toggled(form: VisitForm, picked: readonly string[], id: string): string[] {
  const place = placeOf(form, id);
  if (!place) return [...picked];
  const wanted = new Set(picked);
  if (wanted.has(id)) {
    withoutBranch(wanted, place.node);
    return inFormOrder(form, wanted);
  }
  for (const node of [...place.above, place.node]) {
    const siblings = placeOf(form, node.id)?.siblings ?? [];
    const excluded = siblings.filter(
      (other) => node.choice === 'radio' && other.choice === 'radio' && other.id !== node.id
    );
    for (const other of excluded) withoutBranch(wanted, other);
    wanted.add(node.id);
  }
  return inFormOrder(form, wanted);
}

/** Picks one of a section's own nodes in place of whatever was picked in it; null picks nothing. */
export function chosen(
  form: VisitForm,
  section: FormSection,
  picked: readonly string[],
  id: string | null
): string[] {
  const wanted = new Set(picked);
  for (const node of section.nodes) withoutBranch(wanted, node);
  if (id !== null) wanted.add(id);
  return inFormOrder(form, wanted);
}

/** What of these picks still fits this form, and how many do not: for drafts of an older version. */
export function pruned(form: VisitForm, picked: readonly string[]): { picked: string[]; dropped: number } {
  const asked = new Set(picked);
  const kept = form.sections.flatMap((section) => keptAmong(section.nodes, asked));
  return { picked: kept, dropped: asked.size - kept.length };
}

function keptAmong(nodes: readonly FormNode[], asked: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  let radio = false;
  for (const node of nodes) {
    if (!asked.has(node.id) || (node.choice === 'radio' && radio)) continue;
    radio ||= node.choice === 'radio';
    kept.push(node.id, ...keptAmong(node.children ?? [], asked));
  }
  return kept;
}

/** How many of the nodes under this one are picked, at any level. */
export function countUnder(node: FormNode, picked: ReadonlySet<string>): number {
  return idsUnder(node.children ?? []).filter((id) => picked.has(id)).length;
}

/** Whether a section is drawn as one bar: few radio buttons with short labels and nothing under them. */
export function isBar(section: FormSection): boolean {
  const letters = section.nodes.reduce((sum, node) => sum + node.label.length, 0);
  return (
    section.nodes.length >= 2 &&
    section.nodes.length <= MOST_IN_BAR &&
    letters <= MOST_LETTERS_IN_BAR &&
    section.nodes.every((node) => node.choice === 'radio' && !node.children?.length)
  );
}

/** The section that the digits pick from: the first one drawn as a bar. */
export function digitSection(form: VisitForm): FormSection | null {
  return form.sections.find(isBar) ?? null;
}

/** Neighbours of one kind: a hairline stands between two runs. */
export function runsOf(nodes: readonly FormNode[]): FormNode[][] {
  const runs: FormNode[][] = [];
  for (const node of nodes) {
    const last = runs.at(-1);
    if (last?.[0]?.choice === node.choice) last.push(node);
    else runs.push([node]);
  }
  return runs;
}

/** Where Tab stops after the focus was on this node: browsers pass over a radio button while another of its run is picked. */
export function tabStop(nodes: readonly FormNode[], picked: ReadonlySet<string>, reached: string): string {
  const siblings = placeIn(nodes, reached, [])?.siblings ?? [];
  const run = runsOf(siblings).find((one) => one.some((node) => node.id === reached)) ?? [];
  const other = run.find((node) => node.choice === 'radio' && picked.has(node.id));
  return other?.id ?? reached;
}

/** Whether these nodes fit beside each other: leaves with short labels. */
export function inColumns(nodes: readonly FormNode[]): boolean {
  return (
    nodes.length >= 4 && nodes.every((node) => !node.children?.length && node.label.length <= SHORT_LABEL)
  );
}
