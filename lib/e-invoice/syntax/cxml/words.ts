import type { XmlElement } from '../../markup/tree';

const child = ({ children }: XmlElement, name: string): XmlElement | undefined => children.find((one) => one.name === name);

const textOf = (element: XmlElement | undefined): string => element?.text.trim() ?? '';

/** `Extrinsic`: a field of the supplier's or the buyer's own, with its name. */
export function extrinsic({ attributes, text }: XmlElement): string | null {
	const value = text.trim();
	return value === '' ? null : `${attributes.get('name')?.trim() ?? ''}: ${value}`;
}

/** A custom field of Coupa's: its name is the identifier, its value the description. */
export function customField(element: XmlElement): string | null {
	const value = textOf(child(element, 'Description'));
	return value === '' ? null : `${element.attributes.get('identifier')?.trim() ?? ''}: ${value}`;
}

/** UNTDID 5305 of a `TaxDetail` that is not taxed, by what it says of itself; null where it says nothing of the kind. */
export function untaxed({ attributes }: XmlElement): string | null {
	const said = `${attributes.get('exemptDetail') ?? ''} ${attributes.get('category') ?? ''}`;
	if (/reverse/i.test(said)) return 'AE';
	if (/exempt/i.test(said)) return 'E';
	return /zero/i.test(said) ? 'Z' : null;
}

/** `PaymentTerm`: days until payment, with a discount where it has one, by attributes or by elements. */
export function paymentTerm(element: XmlElement): string | null {
	const { attributes } = element;
	const discount = child(element, 'Discount');
	const days = attributes.get('payInNumberofDays') ?? attributes.get('payInNumberOfDays');
	const percent = (discount && child(discount, 'DiscountPercent')?.attributes.get('percent')) ?? attributes.get('percentageRate');
	const until = textOf(discount && child(discount, 'DiscountDueDays')) || days;
	const net = textOf(child(element, 'NetDueDays')) || (until === days && isNumber(percent) ? undefined : days);
	const parts = [
		...(isNumber(percent) && until !== undefined ? [`${percent} % within ${until} days`] : []),
		...(net === undefined ? [] : [`${net} days`]),
	];
	return parts.length === 0 ? null : parts.join(', ');
}

const isNumber = (text: string | undefined): text is string => text !== undefined && Number(text) !== 0;
