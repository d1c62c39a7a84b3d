/** Shapes that several parts share. */
import type { LucideProps } from '@lucide/svelte';
import type { Component } from 'svelte';
import type { HTMLInputAttributes } from 'svelte/elements';

export type Icon = Component<LucideProps>;
export type Option = { value: string; label: string };
export type CountedOption = Option & { count?: number };
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

/** What `Field` hands to the control inside. */
export type FieldSlot = { id: string; describedby: string | undefined; invalid: boolean };

/** What every input of one line takes; the browser's other attributes go through. */
export type InputProps = Omit<HTMLInputAttributes, 'class' | 'value' | 'type' | 'min' | 'max'> & {
  value?: string;
  invalid?: boolean;
  element?: HTMLInputElement | null;
  /** Of dates and times: what is typed cannot be read, or is out of bounds: not to be saved. */
  unread?: boolean;
  /** The same in words, once the hand has left the field. */
  trouble?: string;
};

/** What `Popover` hands to its trigger: spread it on the button. */
export type TriggerAttributes = {
  'aria-expanded': boolean;
  'aria-controls': string | undefined;
  'aria-haspopup': 'dialog';
  onclick: () => void;
};

export type LifeStop = {
  label: string;
  /** When it was reached, as text. */
  at?: string;
  /** What stands there instead of a time: « à la connexion ». */
  note?: string;
  state: 'passed' | 'here' | 'ahead' | 'done' | 'refused';
};

export type Sort = { key: string; descending: boolean };
export type RowGroup = {
  label: string;
  count: number;
  /** Index of its first row. */
  first: number;
};

/** A column as the table's head needs it. */
export type HeadColumn = {
  key: string;
  label: string;
  align?: 'left' | 'right';
  /** Can be sorted by. */
  sort?: boolean;
};
