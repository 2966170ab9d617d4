/** The parser's types, for those who read trees and must not load the parser. All indices and columns are UTF-16 code units. */
export type {
  Node as SyntaxNode,
  Query as SyntaxQuery,
  QueryCapture as SyntaxCapture,
  Tree as SyntaxTree,
} from 'web-tree-sitter';
