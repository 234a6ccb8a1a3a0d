import type { ItemParameters } from '../../../../common/parameters';

/**
 * Document keys of a parameter: text, or a list that an expression yields (a column of a table). Texts that are no keys stay: they are reported. A
 * NodeOperationError where whole rows are given: nobody would notice that none of them was taken for a key.
 */
export function keysIn(parameters: ItemParameters, name: string): string[] {
	const value = parameters.json(name);
	const given: unknown[] = [value].flat().filter((one) => one !== null && one !== undefined);
	if (given.some((one) => typeof one === 'object'))
		throw parameters.refusal(name, value, 'Give the keys alone, e.g. {{ $("Rows").all().map((row) => row.json.document_key) }}.');
	return given.flatMap((one) => String(one).split(/[\s,;]+/)).filter((key) => key !== '');
}
