/** One icon for each kind of entry. */
import Building2 from '@lucide/svelte/icons/building-2';
import FilePenLine from '@lucide/svelte/icons/file-pen-line';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import UserPlus from '@lucide/svelte/icons/user-plus';
import UserRoundPen from '@lucide/svelte/icons/user-round-pen';
import type { Kind } from '$lib/backend/types';
import type { Icon } from '$lib/parts/types';

const ICONS: Record<Kind, Icon> = {
  VC: NotebookPen,
  VP: NotebookPen,
  MC: FilePenLine,
  CP: UserPlus,
  MP: UserRoundPen,
  CC: Building2
};

export function kindIcon(kind: Kind): Icon {
  return ICONS[kind];
}
