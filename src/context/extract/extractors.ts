/** The registry of extractors: how the symbols of each language are read. A new one is a file and a line here, and `grammars/<language>/symbols.scm`. */
import type { Bodies, Extractor, Follower } from './extractor.ts';
import { goSymbols } from './go.ts';
import { javascriptSymbols } from './javascript.ts';
import { luaSymbols } from './lua.ts';
import { phpSymbols } from './php.ts';
import { bodyAlone, isBrokenBody, phpBodies, phpTypeBodies } from './php-bodies.ts';
import { followingPhp } from './php-parts.ts';
import { areApart, phpStatements } from './php-statements.ts';
import { pythonSymbols } from './python.ts';
import { rustSymbols } from './rust.ts';
import { tsxSymbols, typescriptSymbols } from './typescript.ts';

/** By the language's id. */
export const EXTRACTORS: Readonly<Record<string, Extractor>> = {
  php: phpSymbols,
  typescript: typescriptSymbols,
  tsx: tsxSymbols,
  javascript: javascriptSymbols,
  python: pythonSymbols,
  lua: luaSymbols,
  go: goSymbols,
  rust: rustSymbols,
};

/** For one document that is read again and again, by the language's id, where that pays. */
export const FOLLOWING: Readonly<Record<string, () => Follower>> = { php: followingPhp };

/** By the language's id, where it pays: of PHP, bodies are two thirds. */
export const BODIES: Readonly<Record<string, Bodies>> = {
  php: {
    find: phpBodies,
    ofTypes: phpTypeBodies,
    alone: bodyAlone,
    isBroken: isBrokenBody,
    statements: phpStatements,
    areApart,
  },
};
