/** A state of a screen that is looked at: where it begins, and how to come to it. */
import type { Page, Scenario } from './test';

export type State = { name: string; path: string; scenario?: Scenario; reach: (page: Page) => Promise<void> };
