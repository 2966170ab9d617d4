/** The words of code: identifiers, and the parts that they are made of. Knows no grammar; comments and keywords are left out by their looks. */

/** Words that every program has: they tell nothing of what it is about. Of all languages together, so that no text has to be told apart. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'abstract and array as async await bool boolean break case catch class clone const continue declare def default defer del do echo elif ' +
    'else elseif end enum export extends extern false final finally float fn for foreach from func function get global go goto if ' +
    'implements import in instanceof int interface is isset lambda let local match mod mut namespace new nil none not null number ' +
    'object of or package pass private protected pub public raise readonly require return self set static str string struct super ' +
    'switch then this throw trait true try type typeof undefined union unset use using val var void while with yield mixed never elif'
  ).split(' '),
);

const IDENTIFIER = /[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*/gu;
/** `HTTPServer2_name` → HTTP, Server2, name. */
const PART = /[A-Z]+(?![a-z])\d*|[A-Z]?[a-z\u00aa-\uffff]+\d*/gu;
/** In characters; longer ones are data. */
const LONGEST_IDENTIFIER = 80;

/** Lines of comments, as most languages write them. Attributes (`#[`) are code. */
const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*(?:\s|\/|$)|#(?!\[|\w)|--(?:\s|$))/u;

/** The identifiers of a line, as they are written, without `$`. */
export function identifiersIn(line: string): readonly string[] {
  return line.match(IDENTIFIER) ?? [];
}

export function isCommentLine(line: string): boolean {
  return COMMENT_LINE.test(line);
}

/** What an identifier is found by: itself, and its parts where it has several, in lower case; without words that say nothing. */
export function termsOf(identifier: string): readonly string[] {
  if (identifier.length > LONGEST_IDENTIFIER) return [];
  const whole = identifier.toLowerCase();
  const parts = (identifier.match(PART) ?? []).map((part) => part.toLowerCase());
  const all = parts.length > 1 ? [whole, ...parts] : [parts[0] ?? whole];
  return [...new Set(all)].filter((term) => term.length > 1 && !STOP_WORDS.has(term));
}
