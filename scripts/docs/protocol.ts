/** Writes `doc/protocol.schema.json`: a JSON schema of every message of `fim serve`, from the schemas that the server checks with. */
import { z } from 'zod';
import { CLIENT_NOTIFICATIONS, REQUESTS, SERVER_NOTIFICATIONS } from '../../src/server/schemas.ts';

const schemaOf = (schema: z.ZodType): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  return rest;
};

/** One JSON object, indented, with a line end. */
export function protocolSchema(): string {
  const requests = Object.entries(REQUESTS).map(([method, { description, params, result }]) => [
    method,
    { description, params: schemaOf(params), result: schemaOf(result) },
  ]);
  const told = (
    list: Readonly<Record<string, { readonly description: string; readonly params: z.ZodType }>>,
  ): unknown =>
    Object.fromEntries(
      Object.entries(list).map(([method, { description, params }]) => [
        method,
        { description, params: schemaOf(params) },
      ]),
    );
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'fim serve: JSON-RPC 2.0, one value a line',
    requests: Object.fromEntries(requests),
    clientNotifications: told(CLIENT_NOTIFICATIONS),
    serverNotifications: told(SERVER_NOTIFICATIONS),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
