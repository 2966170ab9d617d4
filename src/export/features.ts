/**
 * Says which types the columns of a dataset have, in the words that the Hugging Face library `datasets` reads in a card. Without them it guesses by the first
 * rows: a list that is empty there would take no texts later. Pure.
 */
import { z } from 'zod';
import { FORMATS, type Format, isTrainerFormat } from './format.ts';
import { datasetRecord } from './record.ts';

/** What of a JSON schema says a column's type. */
interface Column {
  readonly type: string;
  readonly properties?: Readonly<Record<string, Column>> | undefined;
  /** False: none behind those of `prefixItems`. */
  readonly items?: Column | false | undefined;
  readonly prefixItems?: readonly Column[] | undefined;
}

const column: z.ZodType<Column> = z.object({
  type: z.string(),
  get properties() {
    return z.record(z.string(), column).optional();
  },
  get items() {
    return z.union([column, z.literal(false)]).optional();
  },
  get prefixItems() {
    return z.array(column).optional();
  },
});

/** Lines of YAML: a list of columns, each with its name and its type. */
export function featuresOf(format: Format): readonly string[] {
  const schema = isTrainerFormat(format) ? FORMATS[format].line : datasetRecord;
  return fieldsOf(column.parse(z.toJSONSchema(schema)), format === 'parquet' ? 'int32' : 'int64');
}

function fieldsOf({ properties = {} }: Column, integer: string): readonly string[] {
  return Object.entries(properties).flatMap(([name, type]) => [`- name: ${name}`, ...typeOf(type, integer)]);
}

function typeOf(type: Column, integer: string): readonly string[] {
  if (type.type !== 'array') return [`  dtype: ${scalarOf(type, integer)}`];
  const element = [type.items, ...(type.prefixItems ?? [])].find((one) => typeof one === 'object') ?? {
    type: 'string',
  };
  // Releases of `datasets` from 2 to 5 read both spellings.
  if (element.type !== 'object') return [`  sequence: ${scalarOf(element, integer)}`];
  return ['  list:', ...fieldsOf(element, integer).map((line) => `  ${line}`)];
}

function scalarOf({ type }: Column, integer: string): string {
  return { integer, number: 'float64', boolean: 'bool' }[type] ?? type;
}
