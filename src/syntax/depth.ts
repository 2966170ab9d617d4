/** Guards the parser against text that is nested deeper than its stack. Reads no strings or comments: a guard, not a reading. */

/** Brackets that are open at once, at most, in what is parsed: some thousand overflow the parser's stack, which breaks it for the whole process. */
const DEEPEST = 500;

/** Whether brackets are nested deeper than in any honest code. Brackets in strings count as well. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > DEEPEST) return true;
        break;
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
        if (depth > 0) depth--;
        break;
    }
  }
  return false;
}
