/** PHP: how its expressions look. */
import { EXPRESSIONS, type ExpressionSyntax } from '../syntax.ts';

export const PHP_SYNTAX: ExpressionSyntax = EXPRESSIONS['php'] ?? {
  operators: ['->'],
  nameCharacters: '$\\',
  lineComment: '//',
};
