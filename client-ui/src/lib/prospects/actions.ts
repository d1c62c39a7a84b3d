/** What can be done with the prospect chosen. */
export type Action = 'visit' | 'edit' | 'convert' | 'history' | 'remove';
