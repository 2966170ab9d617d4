/** What a token's text tells of its part in the code, whatever the language. Pure. */

/** Whether it is a name with a mark before it, as variables have in some languages; the object itself is none. */
export function isVariable(text: string): boolean {
  return (text.startsWith('$') || text.startsWith(' $')) && !text.endsWith('$this');
}
