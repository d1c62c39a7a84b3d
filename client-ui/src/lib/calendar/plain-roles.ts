/**
 * The library calls its grids tables, but their cells stand in no rows and their events in no cells, which a screen reader cannot follow.
 * Here a sheet is a group of days (buttons that say their date and what they hold) and of visits, and the tables are nothing but layout.
 */
import type { Attachment } from 'svelte/attachments';

const PARTS = ['table', 'rowgroup', 'row', 'cell', 'columnheader'].map((role) => `[role="${role}"]`);
/** The column of hours is an aside. */
const LAYOUT = [...PARTS, 'aside:not([role])', 'article:not([role])'].join();
/** Weekdays are said by each day. */
const HEADS = '.ec-header > .ec-grid:not([aria-hidden])';
/** The days of the list stand right under the page's title. */
const TITLES = 'h4:not([aria-level])';

export const plainRoles: Attachment<HTMLElement> = (element) => {
  const look = () => {
    for (const part of element.querySelectorAll(LAYOUT)) part.setAttribute('role', 'presentation');
    for (const head of element.querySelectorAll(HEADS)) head.setAttribute('aria-hidden', 'true');
    for (const title of element.querySelectorAll(TITLES)) title.setAttribute('aria-level', '2');
  };
  look();
  // Another month has more weeks, or fewer.
  const observer = new MutationObserver(look);
  observer.observe(element, { childList: true, subtree: true });
  return () => observer.disconnect();
};
