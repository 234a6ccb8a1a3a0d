import { ownValue, sumOf, type Problem } from '../../core';
import { decimalOf, negated } from './decimals';
import type { Part } from './part';
import { TYPE_CODES, type DocumentKind } from './type-codes';

/** Whether the document is a credit note, and how its amounts become Coupa's. */
export interface Direction {
	isCreditNote: boolean;
	/** May name the invoice that it is about: `original-invoice-number`. */
	isAboutAnother: boolean;
	isSelfBilled: boolean;
	/** An amount or quantity of the document with the sign that it has in Coupa. */
	signed: (text: string) => string;
	/** Whether that turns the sign. */
	turns: boolean;
	problems: Problem[];
}

/**
 * A credit note is negative in Coupa whatever the syntax writes: EN 16931 has it positive, with its type code or as a document of its own
 * (UBL CreditNote), others write an invoice with a negative total. What comes positive is turned, what is negative already stays.
 */
export function directionOf(header: Part, lines: Part[]): Direction {
	const term = header.term('BT-3');
	const code = term?.value ?? '';
	const known = ownValue(TYPE_CODES, code);
	const isCreditDocument = header.group.path.endsWith('CreditNote');
	const kind: DocumentKind = known === undefined ? (isCreditDocument ? 'credit' : 'invoice') : known.kind;
	const isNegative = totalOf(header, lines) === 'negative';
	const isCreditNote = kind === 'credit' || isNegative;
	const turns = kind === 'credit' && !isNegative;
	const told = (problem: Omit<Problem, 'column' | 'path' | 'value'>): Problem[] => [
		{ ...problem, column: 'BT-3', ...(term !== undefined && { path: term.path, value: code }) },
	];
	return {
		isCreditNote,
		isAboutAnother: isCreditNote || kind === 'correction',
		isSelfBilled: known?.isSelfBilled === true || header.text('XT-self-billed') === 'true',
		turns,
		signed: (text) => (turns ? negated(text) : text),
		problems: [
			...(kind === 'noInvoice'
				? told({
						severity: 'error',
						code: 'noInvoice',
						message: `Invoice type code (BT-3) ${code} means “${known?.name ?? ''}”, which asks for no payment: it is not taken as an invoice. Send the invoice itself.`,
					})
				: []),
			...(known === undefined && term !== undefined
				? told({
						severity: 'warning',
						code: 'unknownTypeCode',
						message: `Invoice type code (BT-3) ${code} is not known: the document is taken as ${isCreditNote ? 'a credit note' : 'an invoice'}, by its ${isCreditDocument ? 'root element' : 'total'}.`,
					})
				: []),
			...(kind === 'correction'
				? told({
						severity: 'warning',
						code: 'correctedInvoice',
						keepsDraft: true,
						message: `The document corrects an earlier invoice (type code ${code}${precedingText(header)}). It may stand for the whole invoice or for the difference only: compare both before one of them is paid.`,
					})
				: []),
		],
	};
}

function precedingText(header: Part): string {
	const number = header.text('BT-25');
	return number === undefined ? '' : `, of ${number}`;
}

function totalOf(header: Part, lines: Part[]): 'negative' | 'other' {
	for (const id of ['BT-112', 'BT-109', 'BT-115'] as const) {
		const total = decimalOf(header.text(id));
		if (total !== null && !total.eq(0)) return total.lt(0) ? 'negative' : 'other';
	}
	return sumOf(lines.flatMap((line) => decimalOf(line.text('BT-131')) ?? [])).lt(0) ? 'negative' : 'other';
}
