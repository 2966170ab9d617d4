/** The registry of extractors: how the symbols of each language are read. A new one is a file and a line here, and `grammars/<language>/symbols.scm`. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { FileSymbols } from '../symbols.ts';
import { javascriptSymbols } from './javascript.ts';
import { phpSymbols } from './php.ts';
import { tsxSymbols, typescriptSymbols } from './typescript.ts';

/** @param captures of `symbols.scm` in `text`, in its order */
export type Extractor = (text: string, captures: readonly Capture[]) => FileSymbols;

/** By the language's id. */
export const EXTRACTORS: Readonly<Record<string, Extractor>> = {
  php: phpSymbols,
  typescript: typescriptSymbols,
  tsx: tsxSymbols,
  javascript: javascriptSymbols,
};
