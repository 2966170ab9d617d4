/** Removes what must never reach a buffer or a screen: terminal escapes, control characters, carriage returns, characters that hide or reorder others. */
import { type Filter, open } from './filter.ts';

/**
 * Control sequences of ECMA-48, also those that have not ended (yet): CSI (§5.4), control strings as OSC (§5.6) up to the end of the line, and
 * any other escape with the one character that ends it (ECMA-35 §13.2).
 */
const ESCAPES =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/gu;
/** C0 and C1 but tab and line feed, half surrogate pairs, line separators, and what makes code look like other code ("Trojan Source", CVE-2021-42574). */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** Stable without looking ahead: of what has not ended yet, nothing is shown. */
export const cleanCharacters: Filter = {
  name: 'clean-characters',
  run(text) {
    return open(text.replace(ESCAPES, '').replace(CONTROLS, ''));
  },
};
