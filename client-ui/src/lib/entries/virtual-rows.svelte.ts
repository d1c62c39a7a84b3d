/** Rows of unequal height of which only those in sight are drawn: TanStack Virtual, told and read in runes. */
import {
  Virtualizer,
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  type VirtualItem
} from '@tanstack/svelte-virtual';
import { untrack } from 'svelte';

export interface VirtualOptions {
  count: () => number;
  element: () => HTMLElement | null;
  estimate: (index: number) => number;
  keyOf: (index: number) => string;
  /** Height of what stays on top of the rows while they scroll. */
  head: number;
}

const OVERSCAN = 6;

/** Made in a component's script: it works as long as the component is there. */
export class VirtualRows {
  items: VirtualItem[] = $state.raw([]);
  height = $state(0);

  readonly #rows: Virtualizer<HTMLElement, HTMLElement>;

  constructor(options: VirtualOptions) {
    const settings = () => ({
      count: options.count(),
      getScrollElement: options.element,
      estimateSize: options.estimate,
      // A new function each time: else keys that changed under the same count go unseen.
      getItemKey: (index: number) => options.keyOf(index),
      overscan: OVERSCAN,
      scrollPaddingStart: options.head,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      measureElement,
      onChange: () => this.#show()
    });
    this.#rows = new Virtualizer<HTMLElement, HTMLElement>(untrack(settings));
    $effect(() => {
      const now = settings();
      // The keys tell which heights are known already: they change with the rows.
      for (let index = 0; index < now.count; index += 1) options.keyOf(index);
      untrack(() => {
        this.#rows.setOptions(now);
        this.#rows._willUpdate();
        this.#show();
      });
    });
    $effect(() => this.#rows._didMount());
  }

  /** Brings a row into sight. */
  reveal(index: number): void {
    this.#rows.scrollToIndex(index, { align: 'auto' });
  }

  /** Tells the height of a row's node, which carries `data-index`. */
  readonly measured = (node: HTMLElement): void => {
    this.#rows.measureElement(node);
  };

  #show(): void {
    this.items = this.#rows.getVirtualItems();
    this.height = this.#rows.getTotalSize();
  }
}
