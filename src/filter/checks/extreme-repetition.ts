/** Drops a text that is nothing but one line in variations. */
import type { Check } from '../filter.ts';
import { isOneLoop } from '../variations.ts';

export const extremeRepetition: Check = { name: 'extreme-repetition', fails: isOneLoop };
