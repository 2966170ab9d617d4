/** Symbols of TypeScript, with and without JSX. */
import type { Extractor } from './extractor.ts';
import { scriptSymbols } from './script.ts';

export const typescriptSymbols: Extractor = (text, captures) => scriptSymbols('typescript', text, captures);
export const tsxSymbols: Extractor = (text, captures) => scriptSymbols('tsx', text, captures);
