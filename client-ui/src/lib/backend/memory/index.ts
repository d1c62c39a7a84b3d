/** An invented laptop in the page's own memory: for tests in a browser and for the gallery. */
import { BackendError, type Backend } from '../backend';
import type { RefreshReport } from '../types';
import { instant } from './clock';
import { problemsOf, warningsOf } from './checks';
import { dropDraft, giveUp, keepDraft, save } from './entering';
import { hooksOf } from './hooks';
import { invented } from './lists';
import { cardWith } from './overlay';
import { chosen, seesEverybody } from './scenario';
import { calendarOf } from './calendar';
import { alikeTo } from './alike';
import { reviewOf } from './conversion';
import { figuresOf } from './figures';
import { newProspect, prospectCard, prospectHistory, prospectsPage } from './prospects';
import { startOf, statusOf } from './status';
import { townsOf } from './towns';
import { customersPage, historyPage, homePage } from './views';
import { FILTERS, World } from './world';

function refresh(world: World): RefreshReport {
  const adopted = world.newer;
  if (adopted) {
    world.newer = false;
    world.generation += 1;
    world.built = { common: instant(8 * 60 + 8), user: instant(8 * 60 + 6) };
    world.entries = world.entries.map((it) =>
      it.view.integrated_at === null ? it : { ...it, based: true, view: { ...it.view, standing: 'based' } }
    );
    world.tell('bases');
  }
  return { adopted, notices: [] };
}

function setUp(world: World, inbox: string, bases: string) {
  for (const path of [inbox, bases]) {
    if (path.includes('absent')) throw new BackendError('no-folder', `${path} is not a folder`, path);
  }
  if (inbox === bases) throw new BackendError('folders-nested', 'they must be two folders', inbox);
  world.settings = { inbox, bases };
  world.generation += 1;
  world.tell('bases');
  return startOf(world);
}

export function openMemory(scenario = chosen()): Promise<Backend> {
  const world = new World(scenario);
  window.tournee = hooksOf(world);
  const found = (code: string) => world.byCode.get(code);
  // What a call answers, unless a test said that it fails.
  const answer = async <T>(method: string, give: () => T): Promise<T> => {
    const code = world.failing.get(method);
    world.failing.delete(method);
    if (code !== undefined) throw new BackendError(code, `played: ${code}`);
    return structuredClone(give());
  };
  return Promise.resolve({
    start: () =>
      answer('start', () => {
        if (scenario === 'in-use') throw new BackendError('in-use', 'the program is open already');
        return startOf(world);
      }),
    status: () => answer('status', () => statusOf(world)),
    watch: (listener) => world.listen(listener),
    chooseFolder: (which) =>
      answer('chooseFolder', () => `C:\\Tournee\\${which === 'inbox' ? 'envoi' : 'bases'}`),
    setUp: (inbox, bases) => answer('setUp', () => setUp(world, inbox, bases)),
    refresh: () => answer('refresh', () => refresh(world)),
    preferences: () => answer('preferences', () => world.preferences),
    keepPreferences: (preferences) => answer('keepPreferences', () => void (world.preferences = preferences)),
    diagnostics: () => answer('diagnostics', () => JSON.stringify(startOf(world), null, 2)),
    lists: () => answer('lists', () => invented(seesEverybody(scenario), scenario === 'crowded')),
    home: (query) => answer('home', () => homePage(world, query)),
    customers: (query) => answer('customers', () => customersPage(world, query)),
    customer: (code) =>
      answer('customer', () => {
        const it = found(code);
        return it === undefined ? null : cardWith(world, it);
      }),
    customerHistory: (code, query) =>
      answer('customerHistory', () => {
        const it = found(code);
        return it === undefined ? { rows: [], next: null, total: 0 } : historyPage(world, it, query);
      }),
    prospects: (query) => answer('prospects', () => prospectsPage(world, query)),
    prospect: (id) => answer('prospect', () => prospectCard(world, id)),
    // No invented validation reaches the invented base.
    customerOf: () => answer('customerOf', () => null),
    prospectHistory: (id, query) => answer('prospectHistory', () => prospectHistory(world, id, query)),
    figures: (query) => answer('figures', () => figuresOf(world, query)),
    calendar: (query) => answer('calendar', () => calendarOf(world, query)),
    towns: (postalCode) => answer('towns', () => townsOf(postalCode)),
    newProspect: () => answer('newProspect', () => newProspect(world)),
    alike: (draft) => answer('alike', () => alikeTo(world, draft)),
    reviewCreation: (draft) => answer('reviewCreation', () => reviewOf(world, draft)),
    check: (draft) =>
      answer('check', () => {
        const problems = problemsOf(world, draft);
        if (problems.length > 0) throw new BackendError('problems', 'it cannot be saved so', null, problems);
        return warningsOf(draft);
      }),
    enter: (draft, key) => answer('enter', () => save(world, draft, key, null)),
    correct: (name, draft, key) => answer('correct', () => save(world, draft, key, name)),
    draftOf: (name) =>
      answer('draftOf', () => world.entries.find((it) => it.view.name === name)?.draft ?? null),
    giveUp: (name) => answer('giveUp', () => giveUp(world, name)),
    entries: (query) =>
      answer('entries', () =>
        world.entries
          .map((it) => it.view)
          .filter(
            (view) =>
              FILTERS[query.filter](view) && (query.subject === null || view.subject === query.subject)
          )
          .sort((one, other) => other.sequence - one.sequence)
          .slice(query.offset, query.offset + query.limit)
      ),
    drafts: () => answer('drafts', () => world.drafts),
    keepDraft: (key, body) => answer('keepDraft', () => keepDraft(world, key, body)),
    dropDraft: (key) => answer('dropDraft', () => dropDraft(world, key))
  });
}
