import { afterEach, describe, expect, it, vi } from 'vitest';
import { Keys, matches, type Shortcut } from './keys.svelte';

function press(
  key: string,
  more: KeyboardEventInit & { altGraph?: boolean } = {},
  target: Element = document.body
) {
  const event = new KeyboardEvent('keydown', {
    key,
    bubbles: true,
    cancelable: true,
    modifierAltGraph: more.altGraph ?? false,
    ...more
  });
  target.dispatchEvent(event);
  return event;
}
const shortcut = (keys: string, more: Partial<Omit<Shortcut, 'run'>> = {}) => ({
  keys,
  label: keys,
  ...more,
  run: vi.fn()
});
function element<T extends keyof HTMLElementTagNameMap>(tag: T): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  document.body.append(made);
  return made;
}
/** A registry that hears nothing any more after the test. */
let forgetting: (() => void)[] = [];
function registry(): Pick<Keys, 'add' | 'openDialog' | 'shown'> {
  const keys = new Keys();
  return {
    get shown() {
      return keys.shown;
    },
    openDialog: (dialog) => keys.openDialog(dialog),
    add(...layer) {
      const forget = keys.add(...layer);
      forgetting.push(forget);
      return forget;
    }
  };
}
afterEach(() => {
  document.body.replaceChildren();
  forgetting.forEach((forget) => forget());
  forgetting = [];
});

describe('matching', () => {
  const event = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...more });

  it('wants the same modifiers, whatever the case', () => {
    expect(matches(event('k', { ctrlKey: true }), 'Ctrl+K')).toBe(true);
    expect(matches(event('k'), 'Ctrl+K')).toBe(false);
    expect(matches(event('v', { ctrlKey: true }), 'V')).toBe(false);
    expect(matches(event('V', { shiftKey: true }), 'V')).toBe(false);
    expect(matches(event('r', { altKey: true }), 'Alt+R')).toBe(true);
  });

  it('takes signs and digits as French keyboards give them', () => {
    expect(matches(event('/', { shiftKey: true }), '/')).toBe(true);
    expect(matches(event('&', { code: 'Digit1' }), '1')).toBe(true);
    expect(matches(event('1', { code: 'Digit1', shiftKey: true }), '1')).toBe(true);
    expect(matches(event('2', { code: 'Numpad2' }), '2')).toBe(true);
    expect(matches(event('é', { code: 'Digit2' }), '1')).toBe(false);
  });

  it('leaves AltGr to typing', () => {
    expect(matches(event('e', { ctrlKey: true, altKey: true, modifierAltGraph: true }), 'Ctrl+Alt+E')).toBe(
      false
    );
    expect(matches(event('e', { ctrlKey: true, altKey: true }), 'Ctrl+Alt+E')).toBe(true);
  });
});

describe('scopes', () => {
  it('let the nearest answer', () => {
    const keys = registry();
    const app = shortcut('V');
    const screen = shortcut('V');
    keys.add('screen', () => [screen]);
    keys.add('app', () => [app]);
    expect(press('v').defaultPrevented).toBe(true);
    expect([app.run.mock.calls.length, screen.run.mock.calls.length]).toEqual([0, 1]);
  });

  it('hide screen and app while a dialog is open', () => {
    const keys = registry();
    const screen = shortcut('V');
    const inDialog = shortcut('Ctrl+Enter');
    const dialog = Symbol('dialog');
    keys.add('screen', () => [screen]);
    keys.add('dialog', () => [inDialog], dialog);
    press('Enter', { ctrlKey: true });
    expect(inDialog.run).not.toHaveBeenCalled();
    const close = keys.openDialog(dialog);
    press('v');
    press('Enter', { ctrlKey: true });
    expect(screen.run).not.toHaveBeenCalled();
    expect(inDialog.run).toHaveBeenCalledOnce();
    close();
    press('v');
    expect(screen.run).toHaveBeenCalledOnce();
  });

  it('keep what names no dialog out of a second one', () => {
    const keys = registry();
    const unnamed = shortcut('Ctrl+Enter');
    keys.add('dialog', () => [unnamed]);
    keys.openDialog(Symbol('first'));
    press('Enter', { ctrlKey: true });
    keys.openDialog(Symbol('second'));
    press('Enter', { ctrlKey: true });
    expect(unnamed.run).toHaveBeenCalledOnce();
  });

  it('end with the component', () => {
    const keys = registry();
    const one = shortcut('V');
    keys.add('screen', () => [one])();
    press('v');
    expect(one.run).not.toHaveBeenCalled();
  });
});

describe('typing', () => {
  it('has plain keys for itself, but not chords and function keys', () => {
    const keys = registry();
    const [plain, chord, next, star] = [
      shortcut('V'),
      shortcut('Ctrl+K'),
      shortcut('F8'),
      shortcut('ArrowDown', { inFields: true })
    ];
    keys.add('app', () => [plain, chord, next, star]);
    for (const field of [element('input'), element('textarea'), element('select')]) {
      press('v', {}, field);
      press('k', { ctrlKey: true }, field);
      press('F8', {}, field);
      press('ArrowDown', {}, field);
    }
    expect(plain.run).not.toHaveBeenCalled();
    for (const works of [chord, next, star]) expect(works.run).toHaveBeenCalledTimes(3);
    const box = element('input');
    box.type = 'checkbox';
    press('v', {}, box);
    expect(plain.run).toHaveBeenCalledOnce();
  });

  it('has plain keys for itself in a panel over the screen', () => {
    const keys = registry();
    const [down, chord] = [shortcut('ArrowDown', { inFields: true }), shortcut('Ctrl+K')];
    keys.add('screen', () => [down, chord]);
    const panel = element('div');
    panel.dataset['popoverContent'] = '';
    const box = document.createElement('input');
    box.type = 'checkbox';
    panel.append(box);
    press('ArrowDown', {}, box);
    press('k', { ctrlKey: true }, box);
    expect(down.run).not.toHaveBeenCalled();
    expect(chord.run).toHaveBeenCalledOnce();
  });

  it('leaves Enter to the button that has the focus', () => {
    const keys = registry();
    const enter = shortcut('Enter');
    keys.add('screen', () => [enter]);
    press('Enter', {}, element('button'));
    expect(enter.run).not.toHaveBeenCalled();
    press('Enter');
    expect(enter.run).toHaveBeenCalledOnce();
  });

  it('does nothing for a key that was answered already', () => {
    const keys = registry();
    const escape = shortcut('Escape');
    keys.add('app', () => [escape]);
    const inner = element('div');
    inner.addEventListener('keydown', (event) => event.preventDefault());
    press('Escape', {}, inner);
    expect(escape.run).not.toHaveBeenCalled();
  });

  it('runs once for a key held down, unless it may repeat', () => {
    const keys = registry();
    const [once, often] = [shortcut('V'), shortcut('ArrowDown', { repeat: true })];
    keys.add('app', () => [once, often]);
    press('v');
    press('v', { repeat: true });
    press('ArrowDown');
    press('ArrowDown', { repeat: true });
    expect(once.run).toHaveBeenCalledOnce();
    expect(often.run).toHaveBeenCalledTimes(2);
  });
});

it('lists what works now for the palette and footers', () => {
  const keys = registry();
  keys.add('app', () => [shortcut('Ctrl+K'), shortcut('V'), shortcut('x', { hidden: true })]);
  keys.add('screen', () => [shortcut('V', { label: 'visit' })]);
  expect(keys.shown.map((one) => one.label)).toEqual(['visit', 'Ctrl+K']);
});
