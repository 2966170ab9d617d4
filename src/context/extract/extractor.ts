/** What reads the symbols of one language. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { FileSymbols } from '../symbols.ts';

/** @param captures of `symbols.scm` in `text`, in its order */
export type Extractor = (text: string, captures: readonly Capture[]) => FileSymbols;
