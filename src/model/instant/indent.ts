/** How lines of code are indented below one another, by what they open and close. Knows brackets only, no grammar. */
import { linePrefix, type Situation } from '../../text/situation.ts';

/** Whether a line ends in the middle of something that goes on deeper. */
export function opens(line: string): boolean {
  return /[{([]$|:$/u.test(line.trimEnd());
}

/** Whether a line begins with what closes something above it. */
export function closes(line: string): boolean {
  return /^\s*(?:[)\]}]|end\b|<\/)/u.test(line);
}

export function indentOf(line: string): string {
  return /^[ \t]*/u.exec(line)?.[0] ?? '';
}

/** `indent`, one level deeper or less deep. */
export function deeper(indent: string, unit: string): string {
  return indent + unit;
}

export function lessDeep(indent: string, unit: string): string {
  return indent.endsWith(unit) ? indent.slice(0, indent.length - unit.length) : indent;
}

/** The blanks of one level in the buffer. */
export function unitOf({ indentUnit }: Pick<Situation, 'indentUnit'>): string {
  return /^(?:\t| +)$/u.test(indentUnit) ? indentUnit : '    ';
}

/** The blanks that a line `text` has when it is typed at the cursor of a line without any. */
export function expectedIndent(situation: Situation, text: string): string {
  const { prefix } = situation;
  const above = prefix.slice(0, prefix.length - linePrefix(situation).length).trimEnd();
  const line = above.slice(above.lastIndexOf('\n') + 1);
  const unit = unitOf(situation);
  const indent = opens(line) ? deeper(indentOf(line), unit) : indentOf(line);
  return closes(text) ? lessDeep(indent, unit) : indent;
}
