/** Asks TypeScript's own server, behind typescript-language-server, what it thinks of an opened file: its answers are in order and wait for nothing. */
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { z } from 'zod';
import type { Diagnostic, Severity, Span } from '../diagnostic.ts';

/** Lines and offsets from 1. */
const location = z.object({ line: z.number().int(), offset: z.number().int() });
const reported = z.object({
  start: location,
  end: location,
  text: z.string(),
  code: z.number().nullish(),
  category: z.string(),
  reportsUnnecessary: z.unknown().optional(),
  relatedInformation: z
    .array(
      z.object({
        message: z.string(),
        span: z.object({ start: location, end: location, file: z.string() }).nullish(),
      }),
    )
    .nullish(),
});
const reply = z.object({ body: z.array(reported).nullish() });

const REQUESTS = ['syntacticDiagnosticsSync', 'semanticDiagnosticsSync', 'suggestionDiagnosticsSync'] as const;
const SEVERITIES: Readonly<Record<string, Severity>> = { error: 1, warning: 2, suggestion: 4, message: 3 };

function spanOf({
  start,
  end,
}: z.output<typeof reported> | { start: z.output<typeof location>; end: z.output<typeof location> }): Span {
  return { row: start.line - 1, col: start.offset - 1, endRow: end.line - 1, endCol: end.offset - 1 };
}

/** @param file absolute path of a file that is opened */
export async function tsDiagnostics(connection: MessageConnection, file: string): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  // All at once: they are answered one after the other.
  const answers = await Promise.all(
    REQUESTS.map(
      (request): Promise<unknown> =>
        connection.sendRequest('workspace/executeCommand', {
          command: 'typescript.tsserverRequest',
          arguments: [request, { file }],
        }),
    ),
  );
  for (const answer of answers) {
    for (const each of reply.parse(answer).body ?? []) {
      found.push({
        ...spanOf(each),
        severity: SEVERITIES[each.category] ?? 1,
        message: each.text,
        code: each.code === null || each.code === undefined ? '' : String(each.code),
        source: 'typescript',
        related: (each.relatedInformation ?? []).flatMap(({ message, span }) =>
          span === null || span === undefined ? [] : [{ message, path: span.file, span: spanOf(span) }],
        ),
      });
    }
  }
  return found;
}
