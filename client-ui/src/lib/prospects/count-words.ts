/** The footer of the list: how many, and whose. Pure. */
import { m } from '$words/messages';

type Counted = { none: () => string; one: () => string; many: (inputs: { count: string }) => string };
const OWN: Counted = {
  none: m.prospects_count_own_none,
  one: m.prospects_count_own_one,
  many: m.prospects_count_own
};
const TEAM: Counted = {
  none: m.prospects_count_team_none,
  one: m.prospects_count_team_one,
  many: m.prospects_count_team
};
const FOUND: Counted = {
  none: m.prospects_count_found_none,
  one: m.prospects_count_found_one,
  many: m.prospects_count_found
};

/** What is searched or filtered is « trouvé », whoever looks. */
export function countWords(
  count: number,
  { admin, narrows }: { admin: boolean; narrows: boolean },
  show: (count: number) => string
): string {
  const words = narrows ? FOUND : admin ? TEAM : OWN;
  if (count === 0) return words.none();
  return count === 1 ? words.one() : words.many({ count: show(count) });
}
