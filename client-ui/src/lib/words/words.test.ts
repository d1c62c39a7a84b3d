import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BackendError } from '$lib/backend/backend';
import type { FieldView } from '$lib/backend/types';
import { ERROR_CODES, errorWords } from './errors';
import { fieldLabel } from './fields';
import { distinctNotices, NOTICE_CODES, noticeWords } from './notices';
import { PROBLEM_CODES, problemOf, problemWords } from './problems';
import { REASON_CODES, reasonWords } from './reasons';

const read = (path: string) => readFileSync(resolve(import.meta.dirname, '../../../..', path), 'utf8');

/** The strings that a pattern's first group catches, once each. */
const caught = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))
];

const name: FieldView = {
  column: 'nom_client',
  label: 'nom',
  kind: 'text',
  max_length: 35,
  annex_2: true,
  required: 'always'
};

describe('reasons', () => {
  const codes = caught(read('exchange-schema/src/reason.rs'), /^\s+[A-Z]\w+ = "([a-z-]+)",$/gm);

  it('reads the codes of the Rust source', () => {
    expect(codes).toContain('not-json');
    expect(codes).toContain('text-too-long');
    expect(codes.length).toBeGreaterThan(30);
  });

  it('has words for every code and for no other', () => {
    expect([...REASON_CODES].sort()).toEqual([...codes].sort());
  });

  it('says what happened and what to do', () => {
    for (const code of codes) {
      const { what, todo } = reasonWords(code);
      expect(what, code).toMatch(/\.$/);
      expect(todo, code).toMatch(/\.$/);
    }
  });

  it('has general words for a code of the future, and for none', () => {
    expect(reasonWords('never-heard-of')).toEqual(reasonWords(null));
    expect(reasonWords(null).what).not.toBe('');
  });
});

describe('problems', () => {
  const rooms = ['change_request', 'creation', 'mod', 'fields', 'prospect', 'visit'];
  const source = [...rooms.map((room) => `entries/${room}.rs`), 'laptop/enter.rs']
    .map((file) => read(`crates/client/src/${file}`))
    .join('\n');
  const called = caught(source, /EntryProblem::(?:new\(|of\(\s*[^,]+,)\s*"([a-z-]+)"/g);
  // Those that go through a helper or a constant function.
  const others = caught(source, /(?:return refused\(\s*|=> (?:\(SIGNATURE, )?|\{ )"([a-z]+(?:-[a-z]+)*)"/g);

  it('has words for every code that the laptop gives', () => {
    const codes = [...new Set([...called, ...others])];
    expect(codes).toContain('nothing-changed');
    expect(codes).toContain('creation-rejected');
    expect(codes).toContain('no-signature');
    expect(codes).toContain('signature-stale');
    expect(codes.filter((code) => !PROBLEM_CODES.includes(code))).toEqual([]);
  });

  it('tells what is wrong with a field by its name', () => {
    expect(problemWords({ code: 'bad-value', field: 'iban', message: '' })).toContain('IBAN');
    expect(problemWords({ code: 'unlikely', field: 'tel_1', message: '' })).toContain('téléphone');
    expect(problemWords({ code: 'bad-value', field: 'c_agence', message: '' })).toContain('liste');
  });

  it('tells how long a text may be', () => {
    const problem = { code: 'text-too-long', field: 'nom_client', message: '' };
    expect(problemWords(problem, [name])).toContain('35');
    expect(problemWords(problem)).not.toContain('35');
  });

  it('has a sentence for what it does not know', () => {
    expect(problemWords({ code: 'new-rule', message: 'x' })).not.toBe('');
    expect(problemWords({ code: 'new-rule', field: 'adr1_fac', message: 'x' })).not.toBe('');
  });

  it('finds the words of one field', () => {
    const problems = [{ code: 'missing', field: 'nom_client', message: '' }];
    expect(problemOf(problems, 'nom_client')).toContain('obligatoire');
    expect(problemOf(problems, 'tel_1')).toBeUndefined();
  });
});

describe('notices', () => {
  const files = ['outbox/mod.rs', 'laptop/sync.rs', 'laptop/mod.rs', 'laptop/bases.rs'];
  const source = files.map((file) => read(`crates/client/src/${file}`)).join('\n');
  const codes = caught(source, /(?:Notice::new\(|notices\(|_UNREADABLE: &str = )"([a-z]+-[a-z-]+)"/g);

  it('has words for every code that a round gives', () => {
    expect(codes).toContain('put-back');
    expect(codes).toContain('common-damaged');
    expect(codes.filter((code) => !NOTICE_CODES.includes(code))).toEqual([]);
  });

  it('has words for whatever keeps a base from being adopted, and for the window’s own', () => {
    const adoption = caught(read('crates/client/src/adopt/adoption.rs'), /=> "([a-z]+-[a-z]+)"/g);
    const clock = caught(read('crates/client/src/laptop/freshness.rs'), /^\s+"([a-z]+-[a-z]+)",$/gm);
    const window = caught(read('client-ui/src-tauri/src/preferences.rs'), /code: "([a-z]+-[a-z]+)"/g);
    expect(adoption).toContain('later-schema');
    expect(clock).toContain('clock-behind');
    expect(window).toContain('preferences-unreadable');
    expect([...adoption, ...clock, ...window].filter((code) => !NOTICE_CODES.includes(code))).toEqual([]);
  });

  it('offers the folders where choosing them mends it', () => {
    expect(noticeWords({ code: 'folder-missing', message: '' }).folders).toBe(true);
    expect(noticeWords({ code: 'clock-behind', message: '' }).folders).toBe(false);
  });

  it('says the same thing once, what is bad first', () => {
    const notices = ['put-back', 'drop-failed', 'drop-failed', 'common-damaged', 'user-damaged'].map(
      (code) => ({
        code,
        message: ''
      })
    );
    expect(distinctNotices(notices).map(({ code }) => code)).toEqual([
      'drop-failed',
      'common-damaged',
      'put-back'
    ]);
  });
});

describe('errors and fields', () => {
  it('has words for every code of the window', () => {
    const codes = caught(read('client-ui/src-tauri/src/error.rs'), /::(?:new|of|about)\("([a-z-]+)"/g);
    expect(codes).toContain('journal-newer');
    expect(codes).toContain('no-folder');
    expect(codes.filter((code) => code !== 'internal' && !ERROR_CODES.includes(code))).toEqual([]);
  });

  it('has words by code, and general ones', () => {
    expect(errorWords(new BackendError('disk-full', 'x'))).toContain('disque');
    expect(errorWords(new BackendError('internal', 'x'))).toBe(errorWords(new Error('x')));
  });

  it('writes labels with a capital', () => {
    expect(fieldLabel('nom_client', [name])).toBe('Nom');
    expect(fieldLabel('unknown', [name])).toBe('Unknown');
  });
});

describe('the catalogue', () => {
  const rooms = ['frame', 'setup', 'words'];
  const texts = rooms.flatMap((room) =>
    Object.entries<unknown>(JSON.parse(read(`client-ui/messages/fr/${room}.json`)) as Record<string, unknown>)
  );

  it.each([
    ['a straight apostrophe', /'/],
    ['three dots', /\.\.\./],
    ['a sign without its no-break space', /[^\u00a0\d][:;?!»](?![^\s]*\/)(?!\d)(?=\s|$)|«[^\u00a0]/]
  ])('holds no text with %s', (_what, wrong) => {
    const found = texts.filter(([, text]) => typeof text === 'string' && wrong.test(text));
    expect(found).toEqual([]);
  });
});
