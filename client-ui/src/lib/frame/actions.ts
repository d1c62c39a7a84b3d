/** What the palette can do besides finding somebody. */
import FolderCog from '@lucide/svelte/icons/folder-cog';
import LifeBuoy from '@lucide/svelte/icons/life-buoy';
import Monitor from '@lucide/svelte/icons/monitor';
import Moon from '@lucide/svelte/icons/moon';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Sun from '@lucide/svelte/icons/sun';
import UserPlus from '@lucide/svelte/icons/user-plus';
import Zap from '@lucide/svelte/icons/zap';
import type { Theme } from '$lib/backend/types';
import type { Icon } from '$lib/parts/types';
import type { Shortcut } from '$lib/state/keys.svelte';
import { session } from '$lib/state/session.svelte';
import { toast } from '$lib/state/toasts.svelte';
import { m } from '$words/messages';
import { frame } from './frame.svelte';
import type { PaletteRow } from './palette-rows';
import { refreshBases } from './refresh';
import { PLACES } from './tabs';
import { chooseTheme } from './theme-choice';

/** Keys that only move about say nothing in a list of actions. */
const MOVES = /^(?:Arrow|Page|Home|End|Enter|Escape|Tab|\/$)/;

/** `screen`: what the open screen offers just now, for its selected row. */
export function actionsOf(screen: readonly Shortcut[]): PaletteRow[] {
  const own = screen.filter(({ keys }) => !MOVES.test(keys));
  return [
    ...own.map((one) =>
      action(`screen-${one.keys}`, one.label, Zap, () => one.run(new KeyboardEvent('keydown')), one.keys)
    ),
    ...PLACES.map(({ path, go, keys, icon }) => action(path, go(), icon, () => session.goTo(path), keys)),
    ...newProspect(own),
    action('refresh', m.frame_refresh(), RefreshCw, () => void refreshAndTell()),
    ...themes(),
    action('folders', m.frame_folders(), FolderCog, () => (session.choosingFolders = true)),
    action('help', m.frame_help(), LifeBuoy, () => (frame.helpOpen = true))
  ];
}

/** The tab of prospects offers it by itself, with its key. */
function newProspect(own: readonly Shortcut[]): PaletteRow[] {
  const label = m.prospects_new_prospect();
  if (own.some((one) => one.label === label)) return [];
  return [action('new-prospect', label, UserPlus, () => session.openProspectForm({ what: 'new' }))];
}

function themes(): PaletteRow[] {
  const all: [Theme, string, Icon][] = [
    ['light', m.frame_action_theme_light(), Sun],
    ['dark', m.frame_action_theme_dark(), Moon],
    ['system', m.frame_action_theme_system(), Monitor]
  ];
  const others = all.filter(([choice]) => choice !== session.preferences.theme);
  return others.map(([choice, title, icon]) =>
    action(`theme-${choice}`, title, icon, () => void chooseTheme(choice))
  );
}

async function refreshAndTell(): Promise<void> {
  const said = await refreshBases();
  if (said !== null) toast({ message: said, tone: 'ok' });
}

function action(
  id: string,
  title: string,
  icon: Icon,
  run: () => void,
  keys: string | null = null
): PaletteRow {
  return { id: `action-${id}`, title, note: '', code: null, keys, icon, matched: [], run };
}
