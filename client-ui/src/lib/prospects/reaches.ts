/** By what a prospect is reached: its own numbers and its mail, each with the field that holds it. Pure. */
import type { CustomerField, Sheet } from '$lib/backend/types';
import { textOf } from '$lib/format/address';
import { diallable, showPhone } from '$lib/format/phone';
import { m } from '$words/messages';

export type Reach = { field: CustomerField; label: string; shown: string; copied: string };

const PHONES: readonly (readonly [CustomerField, () => string])[] = [
  ['tel_1', m.prospects_phone],
  ['tel_2', m.prospects_mobile],
  ['fax', m.prospects_fax]
];

export function reachesOf(sheet: Sheet): Reach[] {
  const phones = PHONES.map(([field, label]) => {
    const text = textOf(sheet, field);
    return { field, label: label(), shown: showPhone(text), copied: diallable(text) };
  });
  const mail = textOf(sheet, 'contact_divers_4');
  const all: Reach[] = [
    ...phones,
    { field: 'contact_divers_4', label: m.prospects_mail(), shown: mail, copied: mail }
  ];
  return all.filter(({ shown }) => shown !== '');
}
