/** Examples as text for a person: what stands around dimmed, the middle marked. Pure. */
import type { DatasetRecord } from './record.ts';

/** Lines around the middle that are shown. */
const AROUND = 12;

/** @param withColours for a terminal; else the middle stands between ⟦ and ⟧ */
export function shownExamples(records: readonly DatasetRecord[], withColours: boolean): string {
  const dim = (text: string): string => (withColours ? `\u001b[2m${text}\u001b[22m` : text);
  const mark = (text: string): string => (withColours ? `\u001b[7m${text}\u001b[27m` : `⟦${text}⟧`);
  return records
    .map(({ prefix, middle, suffix, path, start_line, span_kind, span_name, split, n_tokens }, at) => {
      const name = span_name === '' ? span_kind : `${span_kind} ${span_name}`;
      const head = `── ${at + 1}/${records.length} ${path}:${start_line} · ${name} · ${split} · ${n_tokens} tokens`;
      return `${head}\n${dim(lastLines(prefix))}${mark(middle)}${dim(firstLines(suffix))}\n`;
    })
    .join('\n');
}

function lastLines(text: string): string {
  return text.split('\n').slice(-AROUND).join('\n');
}

function firstLines(text: string): string {
  return text.split('\n').slice(0, AROUND).join('\n');
}
