/** The words that names are made of, so that a test's name can be held against that of a class and its namespace. Pure. */

/** The words of a list without those of another one, `undefined` where they aren't in it in their order. */
export function without(words: readonly string[], taken: readonly string[]): readonly string[] | undefined {
  const rest: string[] = [];
  let next = 0;
  for (const word of words) {
    if (word === taken[next]) next++;
    else rest.push(word);
  }
  return next === taken.length ? rest : undefined;
}

/** The words of a name, in lower case and in the singular: `MySqlGrammars` are my, sql, grammar. */
export function wordsOf(name: string): readonly string[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/gu) ?? [];
  return words.map((word) => word.toLowerCase().replace(/(?<=[^s])s$/u, ''));
}
