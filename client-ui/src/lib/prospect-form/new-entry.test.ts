import { describe, expect, it, vi } from 'vitest';
import { BackendError } from '$lib/backend/backend';
import { NewProspectEntry, type NewEntryDraft } from './new-entry.svelte';
import { customer, laptop, lists } from './testing';

async function opened(backend = laptop()) {
  const entry = new NewProspectEntry({ backend: backend.backend, lists });
  await entry.begin();
  return { entry, ...backend };
}

describe('a new prospect', () => {
  it('begins with what the laptop says and keeps no draft of that', async () => {
    const { entry, kept } = await opened();
    expect(entry.ready).toBe(true);
    expect(entry.value('c_pays')).toBe('FR');
    await entry.leave();
    expect(kept).toEqual([]);
  });

  it('hands in what is filled in, and leaves out what is empty or cannot be read', async () => {
    const { entry } = await opened();
    entry.set('nom_client', 'TAUDON');
    entry.set('tel_1', '   ');
    entry.set('date_creation_ste', '2001-05-01');
    entry.reads('date_creation_ste', true);
    entry.setFollowUp('2026-12-24');
    entry.setCount('VL', 3);
    const draft = entry.draft();
    expect(draft).toEqual({
      kind: 'new_prospect',
      prospect: entry.prospect,
      fields: { c_pays: 'FR', codepays: 'FR', codemonnaie: 'EUR', c_rep: 'JD01', nom_client: 'TAUDON' },
      duplicate_reason: null,
      follow_up_on: '2026-12-24',
      fleet: { VL: 3 }
    });
    expect(await entry.submit()).toBeNull();
    entry.setFollowUp(undefined);
    expect(entry.draft()).not.toHaveProperty('follow_up_on');
  });

  it('is kept under its own identity, and is the one that is resumed', async () => {
    const { entry, backend, kept, spies } = await opened();
    entry.set('nom_client', 'TAUDON');
    await entry.leave();
    expect(kept.map(({ key }) => key)).toEqual([{ kind: 'new_prospect', subject: entry.prospect }]);
    expect(kept[0]?.body).toMatchObject({ prospect: entry.prospect, fields: { nom_client: 'TAUDON' } });

    const again = new NewProspectEntry({ backend, lists });
    await again.begin();
    expect(again.prospect).toBe(entry.prospect);
    expect(again.value('nom_client')).toBe('TAUDON');
    expect(again.resumedAt).toBe('2026-11-24T08:00:00Z');
    await again.submit();
    expect(spies.enter.mock.calls[0]?.[1]).toEqual({ kind: 'new_prospect', subject: entry.prospect });
    expect(kept).toEqual([]);
  });

  it('begins anew, and can be brought back', async () => {
    const { entry, kept } = await opened();
    entry.set('nom_client', 'TAUDON');
    await entry.form?.leave();
    const restore = await entry.startOver();
    expect(entry.value('nom_client')).toBe('');
    expect(entry.value('c_pays')).toBe('FR');
    expect(kept).toEqual([]);
    restore();
    expect(entry.value('nom_client')).toBe('TAUDON');
    await entry.leave();
    expect(kept).toHaveLength(1);
  });

  it('writes nothing over a draft that cannot be read', async () => {
    const backend = laptop({ drafts: () => Promise.reject(new Error('damaged')) });
    const { entry, spies } = await opened(backend);
    expect(entry.unreadable).toBe(true);
    entry.set('nom_client', 'TAUDON');
    await entry.leave();
    expect(spies.keepDraft).not.toHaveBeenCalled();
  });

  it('says why it could not begin', async () => {
    const no = new BackendError('no-base', 'there is no base');
    const { entry } = await opened(laptop({ newProspect: () => Promise.reject(no) }));
    expect(entry.ready).toBe(false);
    expect(entry.failure).toBe(no);
  });

  it('takes the sub-category of another category away', async () => {
    const { entry } = await opened();
    entry.set('c_fam_client', 'PROF');
    entry.set('c_sfam_client', 'GARA');
    entry.set('c_fam_client', 'AGRI');
    expect(entry.value('c_sfam_client')).toBe('');
  });
});

describe('a likely duplicate', () => {
  const brossard = customer('C02741', [{ by: 'phone', value: '02 61 91 55 08' }]);

  it('is not created without a reason, and travels with it', async () => {
    const { entry, spies } = await opened(laptop({ alike: () => Promise.resolve([brossard]) }));
    entry.set('nom_client', 'TAUDON');
    entry.set('tel_1', '+33 2 61 91 55 08');
    expect(await entry.submit()).toBeNull();
    expect(spies.enter).not.toHaveBeenCalled();
    expect(entry.alike.wanted).toBe(true);
    expect(entry.known('tel_1')).toBe('known');
    entry.chooseReason('other', '  ');
    expect(await entry.submit()).toBeNull();
    entry.chooseReason('other', 'même adresse, autre gérant');
    expect(await entry.submit()).not.toBeNull();
    expect((spies.enter.mock.calls[0]?.[0] as NewEntryDraft).duplicate_reason).toBe(
      'même adresse, autre gérant'
    );
  });

  it('is entered once, however often Ctrl+Enter is pressed while one waits for the answer', async () => {
    const { entry, spies } = await opened();
    entry.set('nom_client', 'TAUDON');
    const both = [entry.submit(), entry.submit()];
    expect(entry.saving).toBe(true);
    expect((await Promise.all(both)).filter((saved) => saved !== null)).toHaveLength(1);
    expect(spies.enter).toHaveBeenCalledTimes(1);
    expect(entry.saving).toBe(false);
  });

  it('is asked about before it is saved, although the pause is not over', async () => {
    const { entry, spies } = await opened();
    spies.alike.mockResolvedValue([brossard]);
    entry.set('nom_client', 'TAUDON');
    entry.set('tel_1', '0261915508');
    expect(await entry.submit()).toBeNull();
    expect(entry.alike.likely).toHaveLength(1);
  });

  it('keeps the reason with the draft', async () => {
    const stage = laptop({ alike: () => Promise.resolve([brossard]) });
    const { entry } = await opened(stage);
    entry.set('tel_1', '0261915508');
    await entry.alike.settle();
    entry.chooseReason('taken');
    await entry.leave();
    const { entry: again } = await opened(stage);
    await again.alike.settle();
    expect(again.alike.reason).toBe('taken');
    expect(again.draft().duplicate_reason).toBe('numéro repris');
  });

  it('that the laptop finds only when it is saved is shown, too', async () => {
    const { entry, spies } = await opened();
    entry.set('nom_client', 'TAUDON');
    await entry.alike.settle();
    const refused = new BackendError('problems', 'no', null, [
      { code: 'likely-duplicate', field: 'duplicate_reason', message: '' }
    ]);
    spies.enter.mockRejectedValueOnce(refused);
    spies.alike.mockResolvedValue([brossard]);
    expect(await entry.submit()).toBeNull();
    await vi.waitFor(() => expect(entry.alike.likely).toHaveLength(1));
  });
});

it('keeps another reason that is given in a correction, and nothing when none is', async () => {
  const brossard = customer('C02741', [{ by: 'phone', value: '0261915508' }]);
  const { backend, kept } = laptop({ alike: () => Promise.resolve([brossard]) });
  const draft: NewEntryDraft = {
    kind: 'new_prospect',
    prospect: 'refused',
    fields: { nom_client: 'TAUDON', tel_1: '0261915508' },
    duplicate_reason: 'numéro repris',
    fleet: {}
  };
  const entry = new NewProspectEntry({ backend, lists, replaces: { name: 'n', draft, reason: 'bad-value' } });
  await entry.begin();
  await entry.alike.settle();
  entry.chooseReason('taken');
  await entry.leave();
  expect(kept).toEqual([]);
  entry.chooseReason('other', 'le gérant a changé');
  await entry.leave();
  expect(kept[0]?.body).toMatchObject({ duplicate_reason: 'le gérant a changé' });
});

it('corrects a refused creation with its identity, by a correction', async () => {
  const { backend, spies } = laptop();
  const draft: NewEntryDraft = {
    kind: 'new_prospect',
    prospect: 'refused',
    fields: { nom_client: 'TAUDON' },
    duplicate_reason: null,
    fleet: {}
  };
  const entry = new NewProspectEntry({ backend, lists, replaces: { name: 'n', draft, reason: 'bad-value' } });
  await entry.begin();
  expect(entry.value('nom_client')).toBe('TAUDON');
  expect(spies.newProspect).not.toHaveBeenCalled();
  entry.set('nom_client', 'TAUDON FILS');
  await entry.submit();
  expect(spies.correct.mock.calls[0]?.[0]).toBe('n');
  expect(spies.correct.mock.calls[0]?.[1]).toMatchObject({
    prospect: 'refused',
    fields: { nom_client: 'TAUDON FILS' }
  });
});
