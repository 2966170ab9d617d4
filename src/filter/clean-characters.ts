/** Removes what must never reach a buffer or a screen: terminal escapes, control characters, carriage returns. */
import { type Filter, open } from './filter.ts';

/** CSI and OSC sequences (ECMA-48 §8.3), then any other escape with its one byte. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; tab and line feed stay
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
/** An escape sequence that has begun and not ended yet. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const BEGUN = /\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]*\u001b?)?$/u;

export const cleanCharacters: Filter = {
  name: 'clean-characters',
  run(text, { done }) {
    const settled = done ? text : text.replace(BEGUN, '').replace(/[\ud800-\udbff]$/u, '');
    return open(settled.replace(ESCAPES, '').replace(CONTROLS, ''));
  },
};
