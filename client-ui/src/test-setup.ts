/** jsdom lays nothing out. What is in the page counts as drawn, else a floating panel takes its trigger for hidden and hides, too. */
if (typeof Element !== 'undefined') {
  Element.prototype.getClientRects = function () {
    const rects = this.isConnected ? [this.getBoundingClientRect()] : [];
    return Object.assign(rects, { item: (at: number) => rects[at] ?? null });
  };
}

/** Nor does it tell of sizes that change. */
if (typeof ResizeObserver === 'undefined')
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
