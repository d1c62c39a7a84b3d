/** Light, dark, or as the system has it; told to the style sheet as `data-theme` on `<html>`. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const systemDark = '(prefers-color-scheme: dark)';

class Theme {
  #choice = $state<ThemeChoice>('system');
  #system = $state(false);
  readonly dark: boolean = $derived(this.#choice === 'system' ? this.#system : this.#choice === 'dark');

  constructor() {
    const query = typeof matchMedia === 'function' ? matchMedia(systemDark) : null;
    this.#system = query?.matches ?? false;
    query?.addEventListener('change', (event) => {
      this.#system = event.matches;
      this.#apply();
    });
    this.#apply();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }
  set choice(choice: ThemeChoice) {
    this.#choice = choice;
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light';
  }
}

export const theme = new Theme();
