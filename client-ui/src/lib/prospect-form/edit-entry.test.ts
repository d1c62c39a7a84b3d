import { describe, expect, it } from 'vitest';
import type { ProspectView } from '$lib/backend/types';
import { EditProspectEntry, type EditEntryDraft } from './edit-entry.svelte';
import { customer, FIRST, laptop, lists, prospect } from './testing';

const SHEET = {
  nom_client: 'TAUDON',
  tel_1: '0261915508',
  ville_fac: 'LOUE',
  nb_jour_1: 30,
  date_creation_ste: '2001-05-01 00:00:00',
  iban: '•••• 0189'
};

async function opened(stage = laptop(), sheet: ProspectView['sheet'] = SHEET, more = {}) {
  const { backend } = stage;
  const entry = new EditProspectEntry({ backend, lists, prospect: prospect(sheet, more) });
  await entry.begin();
  return { entry, ...stage };
}

describe('an edit', () => {
  it('hands in the fields that changed and nothing else', async () => {
    const { entry } = await opened();
    expect(entry.value('date_creation_ste')).toBe('2001-05-01');
    entry.set('ville_fac', 'BRULON');
    entry.set('tel_1', '0261915509');
    entry.set('tel_1', '0261915508');
    entry.set('nb_jour_1', '');
    expect(entry.draft()).toEqual({
      kind: 'edit_prospect',
      prospect: FIRST,
      fields: { ville_fac: 'BRULON', nb_jour_1: '' },
      fleet: {}
    });
    expect(entry.count).toBe(2);
  });

  it('never hands in a masked account, only one that is typed anew', async () => {
    const { entry } = await opened();
    expect(entry.value('iban')).toBe('');
    expect(entry.remark('iban')).toContain('•••• 0189');
    entry.set('ville_fac', 'BRULON');
    expect(entry.draft().fields).toEqual({ ville_fac: 'BRULON' });
    entry.set('iban', 'FR7630006000011234567890189');
    expect(entry.draft().fields.iban).toBe('FR7630006000011234567890189');
    entry.set('iban', '');
    expect(entry.draft().fields).not.toHaveProperty('iban');
  });

  it('is no draft when everything stands as it was', async () => {
    const { entry, kept } = await opened();
    entry.set('ville_fac', 'BRULON');
    entry.set('ville_fac', 'LOUE');
    await entry.leave();
    expect(kept).toEqual([]);
  });

  it('asks for no reason, whoever is alike', async () => {
    const same = customer('C02741', [{ by: 'phone', value: '0261915508' }]);
    const { entry, spies } = await opened(laptop({ alike: () => Promise.resolve([same]) }));
    entry.set('ville_fac', 'BRULON');
    expect(await entry.submit()).not.toBeNull();
    expect(entry.alike.found).toHaveLength(1);
    expect(spies.enter).toHaveBeenCalledOnce();
  });

  it('names the fields that are on their way', async () => {
    const { entry } = await opened(laptop(), SHEET, { pending: ['tel_1'] });
    expect(entry.isPending('tel_1')).toBe(true);
    expect(entry.isPending('tel_2')).toBe(false);
  });
});

describe('an edit over newer bases', () => {
  const newer = { ...SHEET, ville_fac: 'LE LUDE', tel_1: '0200000001' };

  it('follows where nothing was typed, and keeps what was', async () => {
    const { entry } = await opened();
    entry.set('ville_fac', 'BRULON');
    entry.rebase(prospect(newer));
    expect(entry.value('tel_1')).toBe('0200000001');
    expect(entry.value('ville_fac')).toBe('BRULON');
    expect(entry.draft().fields).toEqual({ ville_fac: 'BRULON' });
  });

  it('says beside the field what stands there by now', async () => {
    const { entry } = await opened();
    entry.set('ville_fac', 'BRULON');
    expect(entry.remark('ville_fac')).toBeUndefined();
    entry.rebase(prospect(newer));
    expect(entry.remark('ville_fac')).toContain('LE LUDE');
    expect(entry.remark('tel_1')).toBeUndefined();
  });

  it('has nothing to say any more where the base says the same', async () => {
    const { entry } = await opened();
    entry.set('ville_fac', 'LE LUDE');
    entry.rebase(prospect(newer));
    expect(entry.draft().fields).toEqual({});
    expect(entry.remark('ville_fac')).toBeUndefined();
  });

  it('says so of a draft that was kept before they came, too', async () => {
    const stage = laptop();
    const { entry } = await opened(stage);
    entry.set('ville_fac', 'BRULON');
    await entry.leave();
    const { entry: again } = await opened(stage, newer);
    expect(again.value('ville_fac')).toBe('BRULON');
    expect(again.remark('ville_fac')).toContain('LE LUDE');
    expect(again.resumedAt).not.toBeNull();
  });
});

it('begins a correction with what was refused', async () => {
  const { backend, spies } = laptop();
  const draft: EditEntryDraft = {
    kind: 'edit_prospect',
    prospect: FIRST,
    fields: { contact_divers_4: 'pas un mail' },
    follow_up_on: null,
    fleet: {}
  };
  const replaces = { name: 'n', draft, reason: 'bad-value' };
  const entry = new EditProspectEntry({ backend, lists, prospect: prospect(SHEET), replaces });
  await entry.begin();
  expect(entry.value('contact_divers_4')).toBe('pas un mail');
  entry.set('contact_divers_4', 'a@b.fr');
  await entry.submit();
  expect(spies.correct.mock.calls[0]?.[1]).toEqual({ ...draft, fields: { contact_divers_4: 'a@b.fr' } });
});
