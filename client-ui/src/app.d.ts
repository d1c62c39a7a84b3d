declare global {
  /** Which implementation of `Backend` is built in. */
  const __DOOR__: 'tauri' | 'memory';
}

export {};
