// Finds what a person would point at: by role and accessible name, by CSS, or by a text. Only what is shown counts.
// arguments[0]: { role, name } | { css } | { text }; answers the elements, the innermost ones for a text.
// arguments[1]: 'texts' answers their texts instead, 'count' how many there are.
const [spot, wanted] = arguments;
const ROLES = {
  button: 'button, [role=button], summary',
  link: 'a[href], [role=link]',
  textbox: 'textarea, [role=textbox], input:not([type]), input[type=text], input[type=search], input[type=number], input[type=date], input[type=time]',
  searchbox: 'input[type=search], [role=searchbox]',
  combobox: 'select, [role=combobox]',
  checkbox: 'input[type=checkbox], [role=checkbox]',
  radio: 'input[type=radio], [role=radio]',
  tab: '[role=tab]',
  row: 'tr, [role=row]',
  option: 'option, [role=option]',
  dialog: 'dialog, [role=dialog], [role=alertdialog]',
  heading: 'h1, h2, h3, h4, [role=heading]',
  alert: '[role=alert]',
  status: '[role=status]',
  grid: 'table, [role=grid]'
};
const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const byIds = (ids) => ids.split(/\s+/).map((id) => plain(document.getElementById(id)?.textContent)).join(' ');
const nameOf = (element) => {
  const ids = element.getAttribute('aria-labelledby');
  if (ids) return plain(byIds(ids));
  const own = element.getAttribute('aria-label');
  if (own) return plain(own);
  const labels = element.labels;
  if (labels && labels.length > 0) return plain(Array.from(labels, (label) => label.textContent).join(' '));
  return plain(element.textContent) || plain(element.getAttribute('title')) || plain(element.getAttribute('placeholder'));
};
const isShown = (element) =>
  element.getClientRects().length > 0 && element.closest('[inert], [hidden]') === null && getComputedStyle(element).visibility === 'visible';
const all = (selector) => Array.from(document.querySelectorAll(selector));
const found = () => {
  if (spot.css) return all(spot.css).filter(isShown);
  if (spot.text) {
    const holds = (element) => plain(element.textContent).includes(spot.text) && isShown(element);
    return all('body *').filter((element) => holds(element) && !Array.from(element.children).some(holds));
  }
  // A control that is drawn by its label may have no box of its own.
  const seen = (element) => isShown(element) || Array.from(element.labels ?? []).some(isShown);
  const ofRole = all(ROLES[spot.role] ?? `[role=${spot.role}]`);
  return ofRole.filter((element) => nameOf(element).startsWith(spot.name) && seen(element));
};
const elements = found();
if (wanted === 'texts') return elements.map((element) => element.textContent);
return wanted === 'count' ? elements.length : elements;
