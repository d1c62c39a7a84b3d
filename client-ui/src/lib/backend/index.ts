import type { Backend } from './backend';

export { BackendError, type Backend } from './backend';

/** The implementation that this build is made for. */
export async function openBackend(): Promise<Backend> {
  if (__DOOR__ === 'memory') {
    return (await import('./memory')).openMemory();
  }
  return (await import('./tauri')).tauri;
}
