/**
 * Which dialog is on top. A dialog lives at the end of `<body>`; while it is open everything else there is inert, but for what is marked
 * `data-beside-dialogs` (toasts). Absent: the native `<dialog>`, whose top layer would bury the toasts and make them inert.
 */
import type { Attachment } from 'svelte/attachments';

const open: HTMLElement[] = [];
const tabbable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]';

function refresh(): void {
  const top = open.at(-1);
  for (const child of document.body.children) {
    if (!(child instanceof HTMLElement) || child instanceof HTMLScriptElement) continue;
    child.inert = top !== undefined && child !== top && child.dataset.besideDialogs === undefined;
  }
}

export function isTop(dialog: HTMLElement): boolean {
  return open.at(-1) === dialog;
}

/** Moves the node to `<body>`, and keeps the rest out of reach as long as it is there; then the focus goes back to where it was. */
export function modal(before: () => Element | null): Attachment<HTMLElement> {
  return (dialog) => {
    document.body.append(dialog);
    open.push(dialog);
    refresh();
    return () => {
      open.splice(open.indexOf(dialog), 1);
      // When a whole screen goes, only what stands in its place is taken away.
      dialog.remove();
      refresh();
      const back = before();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
  };
}

/** Toasts and the like: at the end of `<body>`, in reach whatever dialog is open. */
export function besideDialogs(): Attachment<HTMLElement> {
  return (node) => {
    node.dataset.besideDialogs = '';
    document.body.append(node);
    refresh();
    return () => node.remove();
  };
}

function stops(within: HTMLElement): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(tabbable)].filter(
    (one) => one.tabIndex >= 0 && !one.closest('[inert]')
  );
}

/** Tab goes round inside. */
export function keepFocus(event: KeyboardEvent, within: HTMLElement): void {
  if (event.key !== 'Tab') return;
  const all = stops(within);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) {
    event.preventDefault();
    return;
  }
  const at = document.activeElement;
  if (event.shiftKey && (at === first || at === within)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && at === last) {
    event.preventDefault();
    first.focus();
  }
}

/** What is marked (of a marked group what is picked in it), or the first control of the content, or the dialog itself. */
export function focusInside(dialog: HTMLElement, body: HTMLElement | null): void {
  const marked = dialog.querySelector<HTMLElement>('[data-autofocus]');
  if (marked && marked.matches(tabbable)) {
    marked.focus();
    return;
  }
  const within = marked ?? body;
  const inside = within ? stops(within) : [];
  const picked = inside.find((one) => one instanceof HTMLInputElement && one.checked);
  ((marked && picked) ?? inside[0] ?? dialog).focus();
}
