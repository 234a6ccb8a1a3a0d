import Big from 'big.js';
import { decimalsOf, taxRate } from './reference';

/** How an import of the invoice must end, when Coupa holds the seed and was not told otherwise. */
export type ExpectedOutcome = 'imported' | 'heldAsDraft' | 'needsBuyer' | 'refused';

export interface InvoiceLineFacts {
	description: string;
	/** Unit price; on an amount line (no quantity) the whole amount. */
	price: string;
	quantity?: string;
	/** Default EA on quantity lines. */
	uom?: string;
	/** What backs the line: purchase order and its line number, or the supplier's part number. */
	order?: { number: string; line?: string; part?: string };
	account?: string;
	/** Split accounting in place of one account: shares by percent or by amount. */
	allocations?: Array<{ account: string; percent?: string; amount?: string }>;
	/** Tax code whose tax is in the line's own tax columns. */
	taxCode?: string;
	/** Tax codes whose taxes are in Invoice Tax Line rows of their own. */
	taxRows?: string[];
}

interface InvoiceChargeFacts {
	type: 'InvoiceShippingCharge' | 'InvoiceHandlingCharge' | 'InvoiceMiscCharge';
	description: string;
	total: string;
	account: string;
	taxRows?: string[];
}

export type AttachmentFacts =
	{ kind: 'file'; path: string; content: Buffer } | { kind: 'link'; url: string } | { kind: 'text'; text: string };

/** One invoice as the supplier wrote it, with what the capture made of it. */
export interface InvoiceFacts {
	number: string;
	supplierNumber: string;
	/** `YYYY-MM-DD` */
	date: string;
	currency: string;
	/** The cell `Submit For Approval?`. */
	submit: string;
	terms: string;
	remitTo?: string;
	requesterEmail?: string;
	billToId?: string;
	supplierNote?: string;
	/** True: taxes are on lines and charges. False: one tax on the header, of all lines. */
	lineLevelTaxation: boolean;
	headerTaxCode?: string;
	/** Freight on the header. */
	shippingAmount?: string;
	lines: InvoiceLineFacts[];
	charges?: InvoiceChargeFacts[];
	tags?: string[];
	/** The cell `Is Credit Note`; blank on invoices. */
	creditNote?: string;
	original?: { number: string; date: string };
	/** The cell `Invoice Control Total` where the capture got it wrong; otherwise it is the true total. */
	wrongControlTotal?: string;
	/** `content` is the page itself where somebody chose one; otherwise it is made, of this kind. */
	image: { fileName: string; kind: 'pdf' | 'tiff' | 'png'; leftOut?: boolean; content?: Buffer };
	attachments?: AttachmentFacts[];
	expected: ExpectedOutcome;
	/** Why it is not imported, for reports of the sandbox. */
	reason?: string;
}

/** The tax on an amount, rounded half up to the currency. */
export function taxOn(amount: Big, taxCode: string, currencyCode: string): Big {
	return amount.times(taxRate(taxCode)).div(100).round(decimalsOf(currencyCode), Big.roundHalfUp);
}

/** Quantity times price, or the price of an amount line. */
export function lineAmount(line: InvoiceLineFacts): Big {
	return new Big(line.price).times(line.quantity ?? '1');
}

export interface InvoiceSums {
	lines: Big;
	/** Freight, handling and other charges. */
	charges: Big;
	tax: Big;
	total: Big;
}

/** What the invoice really adds up to. Throws where a line does not come out even in its currency: the data set is to be free of rounding. */
export function sumsOf(invoice: InvoiceFacts): InvoiceSums {
	const lines = sum(invoice.lines.map(lineAmount));
	for (const line of invoice.lines) {
		const amount = lineAmount(line);
		if (!amount.eq(amount.round(decimalsOf(invoice.currency))))
			throw new Error(`${invoice.number}: ${line.description} comes to ${amount.toFixed()}`);
	}
	const charges = sum([new Big(invoice.shippingAmount ?? '0'), ...(invoice.charges ?? []).map(({ total }) => new Big(total))]);
	const lineTaxes = invoice.lines.flatMap((line) => taxesOf(line).map((code) => taxOn(lineAmount(line), code, invoice.currency)));
	const chargeTaxes = (invoice.charges ?? []).flatMap((charge) =>
		(charge.taxRows ?? []).map((code) => taxOn(new Big(charge.total), code, invoice.currency)),
	);
	const headerTax = invoice.headerTaxCode === undefined ? [] : [taxOn(lines, invoice.headerTaxCode, invoice.currency)];
	const tax = sum([...lineTaxes, ...chargeTaxes, ...headerTax]);
	return { lines, charges, tax, total: lines.plus(charges).plus(tax) };
}

/** An amount as the invoice prints it: with the currency's decimals. */
export function money(amount: Big, currencyCode: string): string {
	return amount.toFixed(decimalsOf(currencyCode));
}

/** The cell `Invoice Control Total`. */
export function controlTotal(invoice: InvoiceFacts): string {
	return invoice.wrongControlTotal ?? money(sumsOf(invoice).total, invoice.currency);
}

function taxesOf(line: InvoiceLineFacts): string[] {
	return [...(line.taxCode === undefined ? [] : [line.taxCode]), ...(line.taxRows ?? [])];
}

function sum(amounts: Big[]): Big {
	return amounts.reduce((total, amount) => total.plus(amount), new Big(0));
}
