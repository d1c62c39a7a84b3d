import { describe, expect, it } from 'vitest';
import type { FormNode, VisitForm } from '$lib/backend/types';
import {
  chosen,
  countUnder,
  digitSection,
  inColumns,
  isBar,
  pruned,
  runsOf,
  tabStop,
  toggled
} from './form-tree';

function radio(id: string, children: FormNode[] = []): FormNode {
  return { id, label: id, choice: 'radio', children };
}

function box(id: string, children: FormNode[] = []): FormNode {
  return { id, label: id, choice: 'checkbox', children };
}

const form: VisitForm = {
  version: 3,
  sections: [
    { id: 'contact', label: 'Contact', nodes: [radio('visit'), radio('phone'), radio('mail')] },
    {
      id: 'type',
      label: 'Type',
      nodes: [
        radio('planned', [box('prepared')]),
        radio('unplanned'),
        box('order'),
        box('quote', [box('farm', [radio('tractor'), radio('trailer')]), box('lorry')])
      ]
    }
  ]
};

describe('toggled', () => {
  it.each([
    ['picks a leaf', [], 'order', ['order']],
    ['unpicks a leaf', ['order'], 'order', []],
    ['keeps the order of the form', ['order'], 'visit', ['visit', 'order']],
    ['a radio takes the place of another', ['visit'], 'phone', ['phone']],
    ['a radio can be unpicked', ['visit'], 'visit', []],
    ['radios of another section stay', ['visit'], 'planned', ['visit', 'planned']],
    ['a radio leaves checkboxes beside it alone', ['order', 'planned'], 'unplanned', ['unplanned', 'order']],
    ['another radio forgets what lay under the first', ['planned', 'prepared'], 'unplanned', ['unplanned']],
    [
      'unticking a parent forgets everything under it',
      ['quote', 'farm', 'tractor', 'lorry', 'order'],
      'quote',
      ['order']
    ],
    [
      'unticking in the middle leaves what is above',
      ['quote', 'farm', 'tractor', 'lorry'],
      'farm',
      ['quote', 'lorry']
    ],
    ['a child brings its parents', [], 'tractor', ['quote', 'farm', 'tractor']],
    [
      'radios deep down exclude each other',
      ['quote', 'farm', 'tractor'],
      'trailer',
      ['quote', 'farm', 'trailer']
    ],
    ['an unknown id changes nothing', ['order'], 'gone', ['order']]
  ])('%s', (_, picked, id, expected) => {
    expect(toggled(form, picked, id)).toEqual(expected);
  });
});

describe('chosen', () => {
  const contact = form.sections[0];
  it.each([
    ['in place of another', ['visit', 'order'], 'mail', ['mail', 'order']],
    ['nothing', ['visit', 'order'], null, ['order']]
  ])('%s', (_, picked, id, expected) => {
    expect(contact && chosen(form, contact, picked, id)).toEqual(expected);
  });
});

describe('pruned', () => {
  it.each([
    ['all there', ['visit', 'quote', 'lorry'], ['visit', 'quote', 'lorry'], 0],
    ['a node that is gone', ['visit', 'fax'], ['visit'], 1],
    ['a child whose parent is gone', ['farm', 'tractor', 'order'], ['order'], 2],
    ['two radios of a group', ['visit', 'mail'], ['visit'], 1],
    ['a doubled pick counts once', ['visit', 'visit'], ['visit'], 0],
    ['nothing', [], [], 0]
  ])('%s', (_, picked, kept, dropped) => {
    expect(pruned(form, picked)).toEqual({ picked: kept, dropped });
  });
});

describe('how it is drawn', () => {
  const [contact, type] = form.sections;

  it('few short radios are a bar', () => {
    expect(contact && isBar(contact)).toBe(true);
    expect(type && isBar(type)).toBe(false);
    expect(isBar({ id: 's', label: 's', nodes: [radio('alone')] })).toBe(false);
    expect(isBar({ id: 's', label: 's', nodes: 'abcdef'.split('').map((id) => radio(id)) })).toBe(false);
    expect(isBar({ id: 's', label: 's', nodes: [radio('a'.repeat(30)), radio('b'.repeat(30))] })).toBe(false);
    expect(isBar({ id: 's', label: 's', nodes: [radio('a', [box('b')]), radio('c')] })).toBe(false);
  });

  it('digits belong to the first bar', () => {
    expect(digitSection(form)).toBe(contact);
    expect(digitSection({ version: 1, sections: form.sections.slice(1) })).toBeNull();
  });

  it('a hairline stands between radios and boxes', () => {
    expect(runsOf(type?.nodes ?? []).map((run) => run.map((node) => node.id))).toEqual([
      ['planned', 'unplanned'],
      ['order', 'quote']
    ]);
    expect(runsOf([])).toEqual([]);
  });

  it('counts what is picked under a parent at any level', () => {
    const quote = type?.nodes[3];
    expect(quote && countUnder(quote, new Set(['quote', 'farm', 'tractor', 'order']))).toBe(2);
  });

  it('short leaves stand in columns', () => {
    const leaves = ['a', 'b', 'c', 'd'].map((id) => box(id));
    expect(inColumns(leaves)).toBe(true);
    expect(inColumns(leaves.slice(1))).toBe(false);
    expect(inColumns([...leaves, box('x'.repeat(19))])).toBe(false);
    expect(inColumns([...leaves, box('e', [box('f')])])).toBe(false);
  });
});

it.each([
  ['a radio while another of its run is picked', ['planned'], 'unplanned', 'planned'],
  ['a radio while none is', ['order'], 'unplanned', 'unplanned'],
  ['a box beside a picked radio', ['planned'], 'order', 'order'],
  ['a radio further down', ['quote', 'farm', 'trailer'], 'tractor', 'trailer']
])('Tab comes back to what it can reach: %s', (_, picked, reached, stop) => {
  expect(tabStop(form.sections[1]?.nodes ?? [], new Set(picked), reached)).toBe(stop);
});
