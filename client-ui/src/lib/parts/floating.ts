/** Puts a panel under its trigger, in the top layer where there is one, and keeps it inside the window. */
import type { Attachment } from 'svelte/attachments';

export type Align = 'start' | 'end';
const GAP = 6;
const MARGIN = 8;

function place(panel: HTMLElement, anchor: HTMLElement, align: Align): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = align === 'start' ? at.left : at.right - width;
  const below = at.bottom + GAP;
  const above = at.top - GAP - height;
  const top = below + height > innerHeight - MARGIN && above >= MARGIN ? above : below;
  panel.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
  panel.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - height - MARGIN))}px`;
}

export function floating(anchor: () => HTMLElement | null, align: Align): Attachment<HTMLElement> {
  return (panel) => {
    // Older windows know no popovers: there the panel stands by its fixed place alone.
    if (typeof panel.showPopover === 'function') {
      panel.popover = 'manual';
      panel.showPopover();
    }
    const again = () => {
      const beside = anchor();
      if (beside) place(panel, beside, align);
    };
    again();
    window.addEventListener('resize', again);
    window.addEventListener('scroll', again, true);
    return () => {
      window.removeEventListener('resize', again);
      window.removeEventListener('scroll', again, true);
    };
  };
}
