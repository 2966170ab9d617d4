/** Where code gives a variable a value. Looks for the name first: a pattern that has the name in it would be made anew for each. */

import { placesIn } from '../places.ts';

/** Behind a name. */
const ASSIGNED = /\s*(?:\?\?)?=(?![=>])\s*/uy;
const LIST_END = /\b([^[\];]*)\]\s*=(?![=>])\s*/uy;

/** `$name = `: where it begins, and where the value does. */
export function* assigned(name: string, code: string): Generator<{ readonly at: number; readonly end: number }> {
  for (const at of placesIn(code, name)) {
    ASSIGNED.lastIndex = at + name.length;
    if (ASSIGNED.test(code)) yield { at, end: ASSIGNED.lastIndex };
  }
}

/** `['a' => $name, $b] = `: where it begins, what stands in the brackets, and where the value begins. */
export function* takenApart(
  name: string,
  code: string,
): Generator<{ readonly at: number; readonly list: string; readonly end: number }> {
  let last = -1;
  for (const place of placesIn(code, name)) {
    LIST_END.lastIndex = place + name.length;
    const close = LIST_END.exec(code);
    if (close === null) continue;
    let at = place - 1;
    while (at >= 0 && !'[];'.includes(code[at] ?? '')) at--;
    if (code[at] !== '[' || at === last) continue;
    last = at;
    yield { at, list: code.slice(at + 1, close.index + (close[1]?.length ?? 0)), end: LIST_END.lastIndex };
  }
}
