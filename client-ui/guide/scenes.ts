/** What the pictures of the user guide show, in the order of the guide. */
import type { Scene } from './scene';
import { BEGINNING, REFRESHING } from './scenes-frame';
import { CUSTOMERS } from './scenes-customers';
import { CALENDAR, FIGURES } from './scenes-figures';
import { CONVERSION, PROSPECTS } from './scenes-prospects';

export const SCENES: readonly Scene[] = [
  ...BEGINNING,
  ...CUSTOMERS,
  ...PROSPECTS,
  ...CONVERSION,
  ...FIGURES,
  ...CALENDAR,
  ...REFRESHING
];
