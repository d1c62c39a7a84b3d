/** Invented figures. */
import type { Figures, FiguresQuery } from '../types';
import type { World } from './world';

export function figuresOf(_world: World, _query: FiguresQuery): Figures {
  throw new Error('not invented yet');
}
