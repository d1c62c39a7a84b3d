/**
 * Ctrl+K: any customer, prospect or action. Every keystroke asks; only the answer to the latest question is shown, and until it is there
 * what was found before stays.
 */
import Building2 from '@lucide/svelte/icons/building-2';
import UserRound from '@lucide/svelte/icons/user-round';
import type { ProspectRow } from '$lib/backend/types';
import type { Session } from '$lib/state/session.svelte';
import { customerRow, groupsOf, prospectRow, type PaletteGroup, type PaletteRow } from './palette-rows';

const CUSTOMERS = 8;
const PROSPECTS = 4;

export class Palette {
  typed = $state('');
  groups = $state.raw<PaletteGroup[]>([]);
  /** Customers found in all, of which the first are shown. */
  total = $state(0);
  /** Whether the answer to what is typed is there. */
  settled = $state(false);
  /** Place of the row that Enter runs. */
  at = $state(0);
  readonly rows: PaletteRow[] = $derived(this.groups.flatMap((group) => group.rows));
  readonly current: PaletteRow | null = $derived(this.rows[this.at] ?? null);

  readonly #session: Session;
  readonly #actions: PaletteRow[];
  #turn = 0;
  /** Enter was pressed before the answer: it is meant for what is typed, not for what was found before. */
  #entered: ((row: PaletteRow) => void) | null = null;

  constructor(session: Session, actions: PaletteRow[]) {
    this.#session = session;
    this.#actions = actions;
  }

  async search(typed: string): Promise<void> {
    this.typed = typed;
    this.settled = false;
    this.#entered = null;
    this.#turn += 1;
    const turn = this.#turn;
    const found = typed.trim() === '' ? await this.#recent() : await this.#find(typed);
    if (turn !== this.#turn) return;
    this.groups = found.groups;
    this.total = found.total;
    this.at = 0;
    this.settled = true;
    if (this.#entered) this.enter(this.#entered);
  }

  /** Enter: runs the row chosen, as soon as the rows answer what is typed. */
  enter(run: (row: PaletteRow) => void): void {
    this.#entered = this.settled ? null : run;
    if (this.settled && this.current) run(this.current);
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.#turn += 1;
    this.#entered = null;
  }

  /** Moves the choice; beyond an end it goes on at the other. */
  move(by: number): void {
    const count = this.rows.length;
    if (count > 0) this.at = (this.at + by + count) % count;
  }

  choose(row: PaletteRow): void {
    const at = this.rows.indexOf(row);
    if (at >= 0) this.at = at;
  }

  async #find(typed: string): Promise<{ groups: PaletteGroup[]; total: number }> {
    const [customers, prospects] = await Promise.all([this.#customers(typed), this.#prospects(typed)]);
    const rows = customers.rows.map((row) =>
      customerRow(row, Building2, (code) => this.#session.openCustomer(code))
    );
    const others = prospects.map((row) =>
      prospectRow(row, UserRound, ({ id }) => this.#session.openProspect(id))
    );
    return { groups: groupsOf(typed, rows, others, this.#actions), total: customers.total };
  }

  async #customers(typed: string) {
    const query = { typed, whose: 'all', agency: null, grid: null, sort: 'name', descending: false } as const;
    try {
      return await this.#session.backend.customers({ ...query, offset: 0, limit: CUSTOMERS });
    } catch {
      // A base that cannot be read now hides no action.
      return { total: 0, rows: [] };
    }
  }

  async #prospects(typed: string): Promise<ProspectRow[]> {
    try {
      const page = await this.#session.backend.prospects({
        typed,
        own_only: !(this.#session.lists?.own.admin ?? false),
        sales_rep: null,
        stage: null,
        sort: 'name',
        descending: false,
        offset: 0,
        limit: PROSPECTS
      });
      return page.rows;
    } catch {
      return [];
    }
  }

  async #recent(): Promise<{ groups: PaletteGroup[]; total: number }> {
    const rows = await Promise.all(this.#session.recent.map((code) => this.#known(code)));
    const recent = rows.filter((row) => row !== null);
    const groups: PaletteGroup[] = [
      { id: 'recent', rows: recent },
      { id: 'actions', rows: this.#actions }
    ];
    return { groups: groups.filter((group) => group.rows.length > 0), total: 0 };
  }

  async #known(code: string): Promise<PaletteRow | null> {
    try {
      const customer = await this.#session.backend.customer(code);
      if (!customer) return null;
      const name = String(customer.sheet.nom_client ?? code);
      const town = String(customer.sheet.ville_fac ?? '');
      const run = () => this.#session.openCustomer(code);
      return {
        id: `customer-${code}`,
        title: name,
        note: town,
        code,
        keys: null,
        icon: Building2,
        matched: [],
        run
      };
    } catch {
      return null;
    }
  }
}
