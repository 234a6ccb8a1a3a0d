import { recordsAt, shownText, textAt } from '../../../core';
import type { SaidAt } from '../from-facts/fit';
import { CHECK_LABELS } from '../master-data';
import { BUYER_LEVELS, type Check, type Finding } from './check';

const LONGEST_SHOWN = 80;

export const supplierTaxNumber: Check = {
	name: 'supplierTaxNumber',
	label: 'Tax number of the supplier',
	description:
		'The seller of an e-invoice gives a tax number that Coupa has for the supplier, where the supplier was found by its name or electronic address. Numbers of other countries are not compared.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: ({ input }) => {
		const supplier = input.fit?.supplier;
		if (supplier?.kind !== 'found' || supplier.others.length === 0) return [];
		const message = `The supplier was found by ${supplier.fits} (${supplier.name}, number ${supplier.number ?? 'none'}), but Coupa has another tax number for it: ${supplier.others.join(', ')}. Check that it is the same company, and correct the number in Coupa or add a row to the supplier aliases.`;
		return [{ ...placeAt(supplier.at), message }];
	},
};

export const chartDecided: Check = {
	name: 'chartDecided',
	label: 'Chart of accounts of an e-invoice',
	description:
		'The chart of accounts of an e-invoice is known: by the option Charts of Accounts for E-Invoices, or because exactly one active chart in Coupa has the tax number of the buyer.',
	default: 'needsBuyer',
	levels: ['needsBuyer', 'error'],
	find: ({ input }) => {
		const chart = input.fit?.chart;
		if (chart?.kind !== 'undecided') return [];
		const { choices, more, why, at } = chart;
		const listed = choices.length === 0 ? '' : ` Charts to choose from: ${choices.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
		const row =
			at === null
				? 'The invoice names no buyer: set the default of the option'
				: `Add a row with the identifier ${shown(at.value)} and the name of the chart to the option`;
		return [{ ...placeAt(at), message: `${why}, so it is not known where to book it.${listed} ${row} Charts of Accounts for E-Invoices.` }];
	},
};

export const taxCodeDecided: Check = {
	name: 'taxCodeDecided',
	label: 'Tax code of an e-invoice',
	description:
		'Every tax of an e-invoice has its tax code: by the option Tax Codes for E-Invoices, or because exactly one active tax code of its country in Coupa has its rate and may stand for its category.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: ({ input }) =>
		(input.fit?.taxes ?? []).map(({ tax, places, why, choices }): Finding => {
			const { category, rate, country } = tax;
			const what = [
				category === '' ? 'no category' : `category ${category}`,
				rate === null ? 'no rate' : `${rate} %`,
				country ?? 'country unknown',
			].join(', ');
			const listed = choices.length === 0 ? '' : ` Tax codes to choose from: ${choices.join(', ')}.`;
			const many = places === 1 ? '' : ` It is in ${places} places.`;
			return {
				column: tax.term,
				path: tax.path === '' ? tax.source : tax.path,
				value: rate ?? category,
				message: `${why} (${what}).${listed} Choose it in Coupa, or add a row with category, rate, country and tax code to the option Tax Codes for E-Invoices.${many}`,
			};
		}),
};

export const unitKnown: Check = {
	name: 'unitKnown',
	label: CHECK_LABELS.unitKnown,
	description: 'Every unit of measure of an e-invoice is one that Coupa has: Coupa drops one that it does not know, or refuses the line.',
	default: 'needsBuyer',
	levels: BUYER_LEVELS,
	find: ({ input, invoice, references }) => {
		if (input.eInvoice === undefined) return [];
		const places = new Map<string, number[]>();
		for (const [index, line] of recordsAt(invoice, 'invoice-lines').entries()) {
			const code = textAt(line, 'uom', 'code')?.trim() ?? '';
			if (code !== '') places.set(code, [...(places.get(code)?.slice(0, 1) ?? []), index]);
		}
		return [...places].flatMap(([code, [index = 0]]): Finding[] => {
			const match = references.masterData.unit(code);
			if (match.kind === 'found' || match.kind === 'notKnown') return [];
			const why = match.kind === 'unfit' ? match.reason : `Coupa has no unit of measure ${shown(code)}.`;
			return [
				{
					column: 'UOM',
					path: `invoice-lines[${index}].uom.code`,
					value: code,
					message: `${why} Have the buyer add it in Coupa, or give it the code of another unit where the e-invoice is read.`,
				},
			];
		});
	},
};

function placeAt(at: SaidAt | null): Omit<Finding, 'message'> {
	if (at === null) return {};
	return { column: at.term, ...(at.path !== '' && { path: at.path }), value: at.value };
}

function shown(value: string): string {
	return `“${shownText(value, LONGEST_SHOWN)}”`;
}
