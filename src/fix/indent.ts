/** Takes the indentation off a region and puts it on an answer, in the buffer's own blanks. Pure. */

/** The blanks that all lines that are not blank begin with. */
export function commonIndent(lines: readonly string[]): string {
  let common: string | undefined;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const own = indentOf(line);
    if (common === undefined) common = own;
    while (!own.startsWith(common)) common = common.slice(0, -1);
  }
  return common ?? '';
}

export function indentOf(line: string): string {
  return /^[ \t]*/u.exec(line)?.[0] ?? '';
}

export function dedent(lines: readonly string[], indent: string): readonly string[] {
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trim() === '' ? '' : line));
}

/** What one level is indented by in a text; '' where nothing is indented. */
export function unitOf(lines: readonly string[]): string {
  let tabs = 0;
  const steps = new Map<number, number>();
  let last = 0;
  for (const line of lines) {
    if (line.trim() === '' || /^\s*\*/u.test(line)) continue;
    const own = indentOf(line);
    if (own.startsWith('\t')) tabs++;
    else {
      const step = Math.abs(own.length - last);
      if (step > 1 && step <= 8) steps.set(step, (steps.get(step) ?? 0) + 1);
      last = own.length;
    }
  }
  const [best] = [...steps].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (tabs > 0 && tabs >= (best?.[1] ?? 0)) return '\t';
  return best === undefined ? '' : ' '.repeat(best[0]);
}

/** Levels and what is left over, of a line's blanks. */
function levelsOf(indent: string, unit: string): { levels: number; rest: string } {
  let levels = 0;
  let rest = indent;
  while (unit !== '' && rest.startsWith(unit)) {
    levels++;
    rest = rest.slice(unit.length);
  }
  return { levels, rest };
}

/**
 * An answer's lines with the region's indentation.
 * @param base the blanks that were taken off the region
 * @param unit one level of the buffer
 * @param converts whether levels of the answer become levels of the buffer: where they seem to differ, wherever they may differ, or nowhere
 */
export function reindent(
  answer: readonly string[],
  base: string,
  unit: string,
  converts: 'guess' | 'always' | 'never',
): readonly string[] {
  // What the region's least indented line had is gone from the question; an answer that has it again is taken back by as much.
  const bare = dedent(answer, commonIndent(answer));
  const own = unitOf(bare);
  const mayDiffer = converts !== 'never' && own !== '' && unit !== '' && own !== unit;
  const differs =
    mayDiffer && (converts === 'always' || own === '\t' || unit === '\t' || isOtherWidth(bare, own, unit));
  return bare.map((line) => {
    if (line.trim() === '') return '';
    if (!differs) return base + line;
    const { levels, rest } = levelsOf(indentOf(line), own);
    return base + unit.repeat(levels) + rest + line.slice(indentOf(line).length);
  });
}

/** Whether every indentation is a multiple of the answer's unit, and some are none of the buffer's. */
function isOtherWidth(lines: readonly string[], own: string, unit: string): boolean {
  const widths = lines
    .filter((line) => line.trim() !== '' && !/^\s*\*/u.test(line))
    .map((line) => indentOf(line).length);
  return widths.every((width) => width % own.length === 0) && widths.some((width) => width % unit.length !== 0);
}
