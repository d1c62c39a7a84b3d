import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Alike, EntryDraft } from '$lib/backend/types';
import { AlikeWatch } from './alike-watch.svelte';
import type { Fields } from './field-options';
import { asked, customer } from './testing';

const one = customer('C00001', [{ by: 'phone', value: '0261915508' }]);
const other = customer('C00002', [{ by: 'siret', value: '44306184100047' }]);
const hint = customer('C00003', [{ by: 'name_and_postcode', value: 'X' }], { likely: false });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching() {
  const { ask, answer } = asked<Alike[]>();
  const ondropped = vi.fn();
  const watch = new AlikeWatch({ alike: ask }, ondropped);
  const type = (fields: Fields) => watch.changed({ kind: 'new_prospect', fields } as EntryDraft, fields);
  /** Types, waits for the pause and for the answer. */
  const told = async (fields: Fields, found: Alike[]) => {
    type(fields);
    await vi.advanceTimersByTimeAsync(300);
    answer(ask.mock.calls.length - 1, found);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { watch, ask, answer, type, told, ondropped };
}

it('asks once at a pause, and only when something that counts has changed', async () => {
  const { ask, type } = watching();
  type({ tel_1: '02' });
  type({ tel_1: '0261' });
  await vi.advanceTimersByTimeAsync(299);
  expect(ask).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(ask).toHaveBeenCalledOnce();
  type({ tel_1: '0261', adr1_fac: 'ZA' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(ask).toHaveBeenCalledOnce();
});

it('drops an answer that comes after a later question', async () => {
  const { watch, answer, type } = watching();
  type({ tel_1: '1' });
  await vi.advanceTimersByTimeAsync(300);
  type({ tel_1: '2' });
  await vi.advanceTimersByTimeAsync(300);
  answer(1, [other]);
  answer(0, [one]);
  await vi.advanceTimersByTimeAsync(0);
  expect(watch.found).toEqual([other]);
});

it('drops an answer that comes while the next question waits for its pause', async () => {
  const { watch, answer, type } = watching();
  type({ tel_1: '1' });
  await vi.advanceTimersByTimeAsync(300);
  type({ tel_1: '2' });
  answer(0, [one]);
  await vi.advanceTimersByTimeAsync(0);
  expect(watch.found).toEqual([]);
});

it('asks for a reason for likely ones only', async () => {
  const { watch, told } = watching();
  await told({ nom_client: 'X' }, [hint]);
  expect(watch.needsReason).toBe(false);
  expect(watch.hints).toEqual([hint]);
  await told({ nom_client: 'X', tel_1: '1' }, [one, hint]);
  expect(watch.needsReason).toBe(true);
  watch.choose('company');
  expect(watch.needsReason).toBe(false);
  expect(watch.words).toBe('autre société, même standard');
});

it('takes the reason away with the match', async () => {
  const { watch, told, ondropped } = watching();
  await told({ tel_1: '1' }, [one]);
  watch.choose('taken');
  await told({ tel_1: '2' }, []);
  expect(watch.reason).toBeNull();
  expect(ondropped).toHaveBeenCalledOnce();
  await told({ tel_1: '1' }, [one]);
  expect(watch.needsReason).toBe(true);
});

it('asks again when somebody else is alike as well, not when one of two is left', async () => {
  const { watch, told } = watching();
  await told({ tel_1: '1' }, [one, other]);
  watch.choose('taken');
  await told({ tel_1: '2' }, [other]);
  expect(watch.reason).toBe('taken');
  watch.choose('company');
  await told({ tel_1: '1' }, [one, other]);
  expect(watch.reason).toBeNull();
});

it('asks again after a question that failed', async () => {
  const alike = vi.fn((_: EntryDraft): Promise<Alike[]> => Promise.reject(new Error('no base')));
  const watch = new AlikeWatch({ alike });
  const fields = { tel_1: '1' };
  watch.changed({ kind: 'new_prospect', fields } as EntryDraft, fields);
  await vi.advanceTimersByTimeAsync(300);
  alike.mockResolvedValue([one]);
  await watch.settle();
  expect(watch.found).toEqual([one]);
});
