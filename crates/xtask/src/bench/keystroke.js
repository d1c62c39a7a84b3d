// The last keystroke of a search: answers the milliseconds from the key to the frame in which the list was drawn for the last time, or
// null where the list stayed as it was. What was typed before the last key is searched and drawn first, and not measured.
const [typed, done] = arguments;
const QUIET_MS = 120;
const field = document.activeElement;
// The pane around the list: where nothing is found there is no list.
const list = field.closest('section');
const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;

const type = (text) =>
  new Promise((resolve) => {
    let drawn = null;
    let timer;
    const begun = performance.now();
    const observer = new MutationObserver(() => {
      requestAnimationFrame(() => setTimeout(() => (drawn = performance.now() - begun)));
      wait(QUIET_MS);
    });
    const wait = (ms) => {
      clearTimeout(timer);
      timer = setTimeout(() => (observer.disconnect(), resolve(drawn)), ms);
    };
    observer.observe(list, { childList: true, subtree: true, characterData: true });
    wait(4 * QUIET_MS);
    setValue.call(field, text);
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
  });

type(typed.slice(0, -1)).then(() => type(typed)).then(done);
