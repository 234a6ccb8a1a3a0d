import { parseDecimal, sameDecimal } from './decimal';
import type { Json } from './record';

/** JSON with every digit: a decimal that JavaScript's numbers would round stays the text it was written as. Undefined for anything that is not JSON. */
export function exactJson(text: string): Json | undefined {
	try {
		return JSON.parse(text, (_key, value: Json, ...[context]: Array<{ source?: string }>) => {
			const source = context?.source;
			return typeof value === 'number' && source !== undefined && parseDecimal(source) && !sameDecimal(source, String(value))
				? source
				: value;
		}) as Json;
	} catch {
		return undefined;
	}
}
