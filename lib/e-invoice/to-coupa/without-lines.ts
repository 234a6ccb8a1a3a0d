import { sumOf, type Problem } from '../../core';
import { Group, type Term, type TermId } from '../terms';
import { decimalOf } from './decimals';
import type { Part } from './part';

/** A line as the document would have it: terms by number, and where they come from. */
type Written = Partial<Record<TermId, Term | undefined>>;

/**
 * Lines that stand for those that a document does not have, as Factur-X MINIMUM and BASIC WL: one for each VAT rate of the breakdown with its
 * taxable amount, in which allowances and charges of the document are, else one with the total without VAT. Coupa takes no invoice without lines.
 */
export function standInLines(header: Part): Group[] {
	const rates = header.many('BG-23').filter((rate) => rate.term('BT-116') !== undefined);
	if (rates.length > 0)
		return rates.map((rate) => {
			const percent = rate.text('BT-119');
			return lineOf(rate.group.path, percent === undefined ? 'Goods and services' : `Goods and services at ${percent} % VAT`, {
				'BT-131': rate.term('BT-116'),
				'BT-151': rate.term('BT-118'),
				'BT-152': rate.term('BT-119'),
			});
		});
	const net = header.term('BT-109') ?? withoutVat(header);
	return net === undefined ? [] : [lineOf(net.path, 'Goods and services', { 'BT-131': net, 'XT-line-vat': header.term('BT-110') })];
}

function lineOf(path: string, name: string, written: Written): Group {
	const line = new Group('BG-25', path);
	line.add('BT-153', { value: name, path });
	// Terms of their own: those of the document have their places by what they are.
	for (const [id, term] of Object.entries(written)) if (term !== undefined) line.add(id as TermId, { ...term });
	return line;
}

function withoutVat(header: Part): Term | undefined {
	const total = header.term('BT-112') ?? header.term('BT-115');
	const [gross, vat] = [total?.value, header.text('BT-110')].map(decimalOf);
	if (total === undefined || !gross) return undefined;
	return { path: total.path, value: sumOf([gross, ...(vat ? [vat.times(-1)] : [])]).toFixed() };
}

/** What AP is told of them. */
export function noLines({ group }: Part): Problem {
	return {
		severity: 'warning',
		code: 'noLines',
		keepsDraft: true,
		column: 'BT-126',
		path: group.path,
		message:
			'The document has no lines (BG-25), as in the profiles MINIMUM and BASIC WL: its amount goes in as one line for each VAT rate, without quantities. See on its page what it is for, and match it by hand.',
	};
}
