/** A picture of the guide: where it is taken, and how the screen comes to show what it tells. */
import type { Page, Scenario } from '../e2e/test';

/** What one picture of the user guide shows, and how to come to it. */
export type Scene = {
  /** The picture's file, without its ending. */
  name: string;
  path: string;
  scenario?: Scenario;
  reach: (page: Page) => Promise<void>;
};
