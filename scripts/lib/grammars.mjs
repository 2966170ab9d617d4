/** Copies the grammars' wasm out of development dependencies into `grammars/`. Compiles nothing. Their runtime brings its own. */
import { copyFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { at } from './paths.mjs';

/**
 * File in `grammars/` → where it comes from.
 * All but Lua come from the package that VS Code uses: the same grammars as the `tree-sitter-*` packages, without
 * their C sources and their install scripts (tree-sitter-typescript's wants a compiler on linux-arm64).
 */
const SOURCES = {
  'tree-sitter-lua.wasm': ['@tree-sitter-grammars', 'tree-sitter-lua', 'tree-sitter-lua.wasm'],
  ...Object.fromEntries(
    ['go', 'javascript', 'php', 'python', 'rust', 'tsx', 'typescript'].map((name) => [
      `tree-sitter-${name}.wasm`,
      ['@vscode', 'tree-sitter-wasm', 'wasm', `tree-sitter-${name}.wasm`],
    ]),
  ),
};

function isCurrent(from, to) {
  if (!existsSync(to)) return false;
  const [source, copy] = [statSync(from), statSync(to)];
  return source.size === copy.size && source.mtimeMs <= copy.mtimeMs;
}

/** @returns {string[]} files that are neither in `grammars/` nor in an installed package */
export function copyGrammars() {
  mkdirSync(at('grammars'), { recursive: true });
  const missing = [];
  for (const [name, source] of Object.entries(SOURCES)) {
    const from = at('node_modules', ...source);
    const to = at('grammars', name);
    if (!existsSync(from)) {
      if (!existsSync(to)) missing.push(name);
    } else if (!isCurrent(from, to)) {
      // Renamed into place: a running host may have the old one open.
      copyFileSync(from, `${to}.${process.pid}`);
      renameSync(`${to}.${process.pid}`, to);
    }
  }
  return missing;
}
