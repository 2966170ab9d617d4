/** Symbols of JavaScript, which says in comments what TypeScript says in code. */
import type { Extractor } from './extractor.ts';
import { scriptSymbols } from './script.ts';

export const javascriptSymbols: Extractor = (text, captures) => scriptSymbols('javascript', text, captures);
