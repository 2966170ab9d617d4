/** The registry of what the resolver knows of each language. A new one is a file in `languages/` and a line here. */
import { createInfer, type Infer, type LanguageRules } from './infer.ts';
import { goRules } from './languages/go.ts';
import { luaRules } from './languages/lua.ts';
import { phpRules } from './languages/php.ts';
import { pythonRules } from './languages/python.ts';
import { rustRules } from './languages/rust.ts';
import { scriptRules } from './languages/script.ts';

export interface Resolver {
  readonly rules: LanguageRules;
  readonly infer: Infer;
}

const script: Resolver = { rules: scriptRules, infer: createInfer(scriptRules) };

/** By the language's id. */
export const RESOLVERS: Readonly<Record<string, Resolver>> = {
  php: { rules: phpRules, infer: createInfer(phpRules) },
  typescript: script,
  tsx: script,
  javascript: script,
  go: { rules: goRules, infer: createInfer(goRules) },
  lua: { rules: luaRules, infer: createInfer(luaRules) },
  rust: { rules: rustRules, infer: createInfer(rustRules) },
  python: { rules: pythonRules, infer: createInfer(pythonRules) },
};
