/** Removes white space at the ends of lines. Files of text keep it inside, where it may break a line; at the very end it goes everywhere. */
import { isMarkdown } from './comments.ts';
import { type Filter, open } from './filter.ts';

export const trailingBlanks: Filter = {
  name: 'trailing-blanks',
  run: (text, context) => open(isMarkdown(context) ? text : text.replace(/[ \t]+(?=\n)/gu, '')),
};
