import { controlTotal, lineAmount, money, sumsOf, supplierName } from '../dataset';
import type { InvoiceFacts } from '../dataset';

const WIDTH = 64;

/** The invoice as its supplier prints it: a title, then lines of at most 64 characters. The total is the one the capture read. */
export function pageText(invoice: InvoiceFacts): { title: string; lines: string[] } {
	const sums = sumsOf(invoice);
	const amount = (value: Parameters<typeof money>[0]) => money(value, invoice.currency);
	const credit = sums.total.lt(0);
	const below: string[] = [];
	if (!sums.charges.eq(0)) below.push(sumLine('Freight and charges', amount(sums.charges)));
	if (!sums.tax.eq(0)) below.push(sumLine('Tax', amount(sums.tax)));
	const lines = [
		`Supplier no. ${invoice.supplierNumber}`,
		'',
		`${credit ? 'CREDIT NOTE' : 'INVOICE'}   ${invoice.number}`,
		`Date      ${invoice.date}`,
		`Terms     ${invoice.terms}`,
		...(invoice.remitTo === undefined ? [] : [`Remit to  ${invoice.remitTo}`]),
		...(invoice.original === undefined ? [] : [`Credits   ${invoice.original.number} of ${invoice.original.date}`]),
		'Bill to   Demo Company, Inc., 500 Capitol Street, Salem OR',
		'',
		'Description                        Quantity     Price     Amount',
		'-'.repeat(WIDTH),
		...invoice.lines.flatMap((line) => [
			`${cut(line.description.replace(/\s+/g, ' '), 34).padEnd(34)}${(line.quantity ?? '').padStart(9)}${line.price.padStart(10)}${amount(lineAmount(line)).padStart(11)}`,
			...(line.order === undefined ? [] : [`  Purchase order ${line.order.number} / ${line.order.line ?? line.order.part ?? ''}`]),
		]),
		'-'.repeat(WIDTH),
		...below,
		sumLine(`TOTAL ${invoice.currency}`, controlTotal(invoice)),
	];
	return { title: supplierName(invoice.supplierNumber) ?? invoice.supplierNumber, lines };
}

function sumLine(label: string, amount: string): string {
	return label.padEnd(WIDTH - 14) + amount.padStart(14);
}

function cut(text: string, length: number): string {
	const letters = Array.from(text);
	return letters.length <= length ? text : letters.slice(0, length).join('');
}

const LETTERS: Record<string, string> = {
	ł: 'l',
	Ł: 'L',
	ø: 'o',
	Ø: 'O',
	æ: 'ae',
	Æ: 'Ae',
	œ: 'oe',
	ß: 'ss',
	'’': "'",
	'„': '"',
	'“': '"',
	'”': '"',
	'–': '-',
	'€': 'EUR',
};

/** A text in the characters that a page's font has: accents are dropped, and what has no Latin letter at all. */
export function printable(text: string, font: 'ascii' | 'latin1'): string {
	const has = font === 'ascii' ? /^[\x20-\x7e]$/ : /^[\x20-\x7e\xa1-\xff]$/;
	const folded = Array.from(text.normalize('NFC')).map((letter) => {
		if (has.test(letter)) return letter;
		const plain = LETTERS[letter] ?? letter.normalize('NFKD').replace(/\p{M}/gu, '');
		return /^[\x20-\x7e]*$/.test(plain) ? plain : '';
	});
	return folded.join('').trimEnd();
}
