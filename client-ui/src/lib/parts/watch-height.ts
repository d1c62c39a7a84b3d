import type { Attachment } from 'svelte/attachments';

/** Tells an element's height now and whenever it changes. Where nothing is laid out (tests) it tells nothing. */
export function watchHeight(tell: (height: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const look = () => {
      if (element.clientHeight > 0) tell(element.clientHeight);
    };
    look();
    if (typeof ResizeObserver !== 'function') return;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  };
}
