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

/** `PaymentTerm`: days until payment, by an attribute or an element. Those of a discount are its own (complete.ts). */
export function paymentTerm(element: XmlElement): string | null {
	const { attributes } = element;
	const discount = child(element, 'Discount');
	const percent = (discount && child(discount, 'DiscountPercent')?.attributes.get('percent')) ?? attributes.get('percentageRate');
	const isDiscount = Number(percent ?? 0) !== 0 || (discount !== undefined && child(discount, 'DiscountAmount') !== undefined);
	const isOfDiscount = isDiscount && textOf(discount && child(discount, 'DiscountDueDays')) === '';
	const stated = isOfDiscount ? undefined : (attributes.get('payInNumberofDays') ?? attributes.get('payInNumberOfDays'));
	const days = textOf(child(element, 'NetDueDays')) || stated;
	return days === undefined ? null : `${days} days`;
}
