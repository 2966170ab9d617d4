/** The parser as a verifier: where no server is at hand. */
import type { CodeParser } from '../../syntax/code-tree.ts';
import { syntaxFaults } from '../faults.ts';
import { readSource } from '../source-text.ts';
import type { Verifier } from './verifier.ts';

/** @param parser is the caller's to delete */
export function syntaxVerifier(parser: CodeParser): Verifier {
  return {
    name: 'syntax',
    worth: 'syntax only',
    async diagnose(content, signal) {
      signal.throwIfAborted();
      const { text } = readSource(content);
      const tree = parser.parse(text);
      if (tree === undefined) return [];
      try {
        return syntaxFaults(tree.root, text);
      } finally {
        tree.delete();
      }
    },
  };
}
