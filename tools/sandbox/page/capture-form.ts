import type { CaptureSource } from './capture-source';

/** The three ways in that a lock-box has. */
export const WAYS = ['scan', 'fax', 'entry'] as const;
export type Way = (typeof WAYS)[number];

/** Values of a form by the names of its fields. */
export type Values = ReadonlyMap<string, string>;

/** Lines without a purchase order that the form has room for. */
const FREE_LINES = 2;
/** The account that lines without a purchase order have at first. */
const USUAL_ACCOUNT = '10-6200-HS';
const USUAL_LINE = { description: 'Assorted screws', quantity: '4', price: '12.50' };

/** Name of a field of a line, counted from 1: `line-2-price`. */
export function lineField(place: number, part: 'description' | 'quantity' | 'price' | 'account'): string {
	return `line-${place}-${part}`;
}

/** How many lines the form of a source has. */
export function linesOf({ order }: CaptureSource): number {
	return order?.lines.length ?? FREE_LINES;
}

/** The form as capture would fill it from a page about this source; `number` is the invoice's. */
export function prefilled(source: CaptureSource, number: string, today: string): Map<string, string> {
	const values = new Map([
		['from', source.key],
		['shown', source.key],
		['number', number],
		['date', today],
		['currency', source.currency],
		['terms', source.terms],
		['total', ''],
	]);
	for (const [name, value] of lineValues(source)) values.set(name, value);
	return values;
}

/** A new choice of source: its lines, currency and terms in place of those before; number and date stay as they were typed. */
export function withSource(values: Values, source: CaptureSource): Map<string, string> {
	const fresh = prefilled(source, values.get('number') ?? '', values.get('date') ?? '');
	const kept = ['upload', 'total'].flatMap((name): Array<[string, string]> => [[name, values.get(name) ?? '']]);
	return new Map([...fresh, ...kept]);
}

function lineValues({ order }: CaptureSource): Array<[string, string]> {
	if (order === null) {
		return Array.from({ length: FREE_LINES }, (_, index) => {
			const { description, quantity, price } = index === 0 ? USUAL_LINE : { description: '', quantity: '', price: '' };
			const place = index + 1;
			return [
				[lineField(place, 'description'), description],
				[lineField(place, 'quantity'), quantity],
				[lineField(place, 'price'), price],
				[lineField(place, 'account'), USUAL_ACCOUNT],
			] as Array<[string, string]>;
		}).flat();
	}
	return order.lines.flatMap(({ quantity, price }, index): Array<[string, string]> => [
		[lineField(index + 1, 'quantity'), quantity === null ? '' : wholeIfWhole(quantity)],
		[lineField(index + 1, 'price'), price],
	]);
}

/** Coupa says `25.0` where an invoice says 25. */
function wholeIfWhole(quantity: string): string {
	return quantity.replace(/\.0+$/, '');
}
