/** Whether the window is narrow (under `--breakpoint-wide` of app.css). Where nothing is laid out (tests) it is wide. */
import { MediaQuery } from 'svelte/reactivity';

const query = typeof matchMedia === 'function' ? new MediaQuery('max-width: 1180px') : null;

export const narrow = {
  get now(): boolean {
    return query?.current ?? false;
  }
};
