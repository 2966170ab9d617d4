/** Drops a text of white space alone. */
import type { Check } from '../filter.ts';

export const blank: Check = { name: 'blank', fails: (text) => text.trim() === '' };
