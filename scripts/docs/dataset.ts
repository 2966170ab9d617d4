/** Writes `doc/dataset.schema.json`: a JSON schema of one line of a dataset, from the schema that `fim export` checks with. */
import { z } from 'zod';
import { datasetRecord, SCHEMA_VERSION } from '../../src/export/record.ts';

/** One JSON object, indented, with a line end. */
export function datasetSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(datasetRecord);
  const title = `fim export: one example, schema ${SCHEMA_VERSION}`;
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}
