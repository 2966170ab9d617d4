/** Replaces the generated part of a hand-written file. */

/**
 * `text` with everything between the line holding `begin` and the line holding `end` replaced by `body`.
 * @throws Error unless each marker stands on exactly one line, in this order: a lost marker must not lose a page.
 */
export function replaceBetween(text: string, begin: string, end: string, body: string): string {
  const lines = text.split('\n');
  const from = only(lines, begin);
  const to = only(lines, end);
  if (to < from) throw new Error(`"${end}" stands before "${begin}".`);
  return [...lines.slice(0, from + 1), ...body.replace(/\n$/, '').split('\n'), ...lines.slice(to)].join('\n');
}

function only(lines: readonly string[], marker: string): number {
  const hits = lines.flatMap((line, row) => (line.includes(marker) ? [row] : []));
  const [row] = hits;
  if (row === undefined || hits.length > 1)
    throw new Error(`The marker "${marker}" must stand on one line; it stands on ${hits.length}.`);
  return row;
}
