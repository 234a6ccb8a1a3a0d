import { TERMS } from '../term-table';
import type { TermId } from '../terms';
import { ALLOWANCE_TERMS, HEADER_PLACES, LINE_PLACES, WORKED_OUT, type Place } from './places';

/** A business term and what becomes of it in Coupa. */
export interface TermPlace {
	term: TermId;
	name: string;
	/** In words, fields as Markdown code; null for what has no place and is listed with what is left. */
	place: string | null;
}

/** Every term with its place in Coupa, by the tables that the mapping goes by: for docs/e-invoices.md. */
export function termPlaces(): TermPlace[] {
	return (Object.keys(TERMS) as TermId[]).map((term) => {
		const places = [
			...HEADER_PLACES.filter((place) => place.term === term).map((place) => placeText(place, HEADER_PLACES, '')),
			...LINE_PLACES.filter((place) => place.term === term).map((place) => placeText(place, LINE_PLACES, 'invoice-lines[].')),
			...[WORKED_OUT[term], ALLOWANCE_TERMS[term]].filter((text) => text !== undefined),
		];
		return { term, name: TERMS[term]?.name ?? '', place: places.length === 0 ? null : places.join('; ') };
	});
}

function placeText({ term, path, max, when }: Place, table: readonly Place[], before: string): string {
	const first = table.find((place) => place.path === path)?.term;
	return [
		`\`${before}${path}\``,
		...(max === undefined ? [] : [`up to ${max} characters`]),
		...(when === undefined ? [] : [when.says]),
		...(first === undefined || first === term ? [] : [`where ${first} is missing`]),
	].join(', ');
}
