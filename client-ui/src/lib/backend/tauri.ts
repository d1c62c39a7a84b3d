/** The window's own implementation: the only module that knows Tauri. */
import { Channel, invoke } from '@tauri-apps/api/core';
import { BackendError, type Backend } from './backend';
import type { EntryProblem, News } from './types';

async function ask<T>(command: string, parameters: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, parameters);
  } catch (refused) {
    throw asError(refused);
  }
}

function asError(refused: unknown): BackendError {
  if (typeof refused === 'object' && refused !== null && 'code' in refused) {
    const { code, message, detail, problems } = refused as {
      code: string;
      message: string;
      detail: string | null;
      problems: EntryProblem[];
    };
    return new BackendError(code, message, detail, problems);
  }
  // Not one of ours: the bridge itself refused the call.
  return new BackendError('internal', String(refused));
}

export const tauri: Backend = {
  start: () => ask('start'),
  status: () => ask('status'),
  watch(listener) {
    const news = new Channel<News>();
    let listening = true;
    news.onmessage = (message) => {
      if (listening) listener(message);
    };
    void ask('watch', { listener: news });
    return () => {
      listening = false;
    };
  },

  chooseFolder: () => ask('choose_folder'),
  setUp: (inbox, bases) => ask('set_up', { inbox, bases }),
  refresh: () => ask('refresh'),
  preferences: () => ask('preferences'),
  keepPreferences: (preferences) => ask('keep_preferences', { preferences }),
  diagnostics: () => ask('diagnostics'),

  lists: () => ask('lists'),
  home: (query) => ask('home', { query }),
  customers: (query) => ask('customers', { query }),
  customer: (code) => ask('customer', { code }),
  customerHistory: (code, query) => ask('customer_history', { code, query }),
  prospects: (query) => ask('prospects', { query }),
  prospect: (id) => ask('prospect', { id }),
  customerOf: (prospect) => ask('customer_of', { prospect }),
  prospectHistory: (id, query) => ask('prospect_history', { id, query }),
  figures: (query) => ask('figures', { query }),
  calendar: (query) => ask('calendar', { query }),
  towns: (postalCode) => ask('towns', { postalCode }),

  newProspect: () => ask('new_prospect'),
  alike: (draft) => ask('alike', { draft }),
  // A form's draft has its kind besides, and Rust refuses what it does not know.
  reviewCreation: ({ prospect, fields, comment, signature }) =>
    ask('review_creation', { draft: { prospect, fields, comment, signature } }),
  check: (draft) => ask('check', { draft }),
  enter: (draft, key) => ask('enter', { draft, key }),
  correct: (name, draft, key) => ask('correct', { name, draft, key }),
  draftOf: (name) => ask('draft_of', { name }),
  giveUp: (name) => ask('give_up', { name }),
  entries: (query) => ask('entries', { query }),

  drafts: () => ask('drafts'),
  keepDraft: (key, body) => ask('keep_draft', { key, body }),
  dropDraft: (key) => ask('drop_draft', { key })
};
