/** Everything by which a customer can be reached, as lines: the people first, then the firm. Pure. */
import type { ContactView, Sheet } from '$lib/backend/types';
import { textOf } from '$lib/format/address';
import { diallable, showPhone } from '$lib/format/phone';
import { m } from '$words/messages';

export type Reach = { what: string; shown: string; copied: string };
/** `name` is '' for the firm's own numbers and for a person's second; `role` says whose or of what kind. */
export type ReachLine = { name: string; role: string; person: boolean; reach: Reach | null };

export function reachLines(contacts: readonly ContactView[], sheet: Sheet): ReachLine[] {
  return [...contacts.flatMap(ofPerson), ...ofFirm(sheet)];
}

function ofPerson(contact: ContactView): ReachLine[] {
  const reaches = [
    phone(m.customers_phone(), contact.phone),
    phone(m.customers_mobile(), contact.mobile),
    mail(contact.email)
  ].filter((reach) => reach !== null);
  const [name, role] = [contact.name.trim(), contact.role?.trim() ?? ''];
  const first = { name, role, person: true, reach: reaches[0] ?? null };
  return [first, ...reaches.slice(1).map((reach) => ({ name: '', role: reach.what, person: true, reach }))];
}

function ofFirm(sheet: Sheet): ReachLine[] {
  const reaches = [
    phone(m.customers_phone(), textOf(sheet, 'tel_1')),
    phone(m.customers_mobile(), textOf(sheet, 'tel_2')),
    phone(m.customers_fax(), textOf(sheet, 'fax')),
    mail(textOf(sheet, 'contact_divers_4'))
  ];
  return reaches
    .filter((reach) => reach !== null)
    .map((reach) => ({ name: '', role: reach.what, person: false, reach }));
}

function phone(what: string, number: string | null): Reach | null {
  const text = number?.trim() ?? '';
  return text === '' ? null : { what, shown: showPhone(text), copied: diallable(text) };
}

function mail(address: string | null): Reach | null {
  const text = address?.trim() ?? '';
  return text === '' ? null : { what: m.customers_mail(), shown: text, copied: text };
}
