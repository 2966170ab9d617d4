/** Finds the call that code which is cut off stands in. Looks at brackets only; knows no language. */

const unit = (sign: string): number => sign.charCodeAt(0);
const OPENERS = { round: unit('('), square: unit('['), curly: unit('{') };
const CLOSERS = { round: unit(')'), square: unit(']'), curly: unit('}') };
const COMMA = unit(',');
const SEMICOLON = unit(';');

/**
 * The bracket of a call that is open at the end of `text`, and which argument comes next.
 * @param text of code; brackets in its strings would count
 * @returns UTF-16 offset of the bracket, 0-based index of the argument; `undefined` where no call is open
 */
export function openCall(text: string): { readonly at: number; readonly argument: number } | undefined {
  let depth = 0;
  let argument = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    // Numbers: an array may go on for thousands of lines.
    switch (text.charCodeAt(at)) {
      case CLOSERS.round:
      case CLOSERS.square:
      case CLOSERS.curly:
        depth++;
        break;
      case OPENERS.square:
      case OPENERS.curly:
        if (depth-- === 0) return undefined;
        break;
      case OPENERS.round:
        if (depth-- === 0) return { at, argument };
        break;
      case COMMA:
        if (depth === 0) argument++;
        break;
      case SEMICOLON:
        if (depth === 0) return undefined;
        break;
    }
  }
  return undefined;
}
