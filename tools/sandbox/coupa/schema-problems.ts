import type { Json } from '../../../lib/core';
import { pathText, schemaFindings, type SchemaOptions } from '../../../lib/coupa/schema';

/** What `schemaFindings` finds in a request body, as texts: `invoice-lines[0].price is not a number`. */
export function schemaProblems(record: Json, definition: string, options: SchemaOptions = {}): string[] {
	return schemaFindings(record, definition, options).map(({ path, text }) => `${pathText(path)} ${text}`.trim());
}
