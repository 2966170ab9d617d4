/** Finds the call that code which is cut off stands in. Looks at brackets only; knows no language. */

/**
 * The bracket of a call that is open at the end of `text`, and which argument comes next.
 * @param text of code; brackets in its strings would count
 * @returns UTF-16 offset of the bracket, 0-based index of the argument; `undefined` where no call is open
 */
export function openCall(text: string): { readonly at: number; readonly argument: number } | undefined {
  let depth = 0;
  let argument = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at] ?? '';
    if (')]}'.includes(character)) depth++;
    else if ('[{'.includes(character)) {
      if (depth-- === 0) return undefined;
    } else if (character === '(') {
      if (depth === 0) return { at, argument };
      depth--;
    } else if (character === ',' && depth === 0) argument++;
    else if (character === ';' && depth === 0) return undefined;
  }
  return undefined;
}
