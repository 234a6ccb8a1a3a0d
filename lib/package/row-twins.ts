import { lookUpKey, parseDecimal, possibleDays, type Problem, shownName, textAt } from '../core';
import type { FileInvoice } from '../flat-file';
import { identityOf, type ReadEInvoice } from './e-invoice-reading';
import type { ItemDraft } from './item-draft';
import { sellerOfRow } from './row-seller';

/** An invoice of the CSV with its item. */
export interface RowDraft {
	invoice: FileInvoice;
	draft: ItemDraft;
}

/** What the CSV has of an e-invoice: the row that is the same invoice, or why it cannot be said whether one is. */
export type Twin = { row: RowDraft } | { problem: Problem };

/** A row with the number of an e-invoice. */
interface Candidate {
	row: RowDraft;
	seller: ReturnType<typeof sellerOfRow>;
	/** In what both say something else. */
	differs: string[];
}

/**
 * Which rows of a CSV are the same invoices as e-invoices beside it: those of the same number and seller, with nothing in which they differ.
 * Two suppliers may use the same number, so a row of another seller is another invoice; where row and e-invoice agree in all but the seller,
 * or a row fits several e-invoices, nobody can tell, and that is a problem. E-invoices that fit no row are not in the answer.
 */
export function rowTwins(rows: RowDraft[], invoices: ReadEInvoice[]): Map<ReadEInvoice, Twin> {
	const byNumber = rowsByNumber(rows);
	const twins = new Map<ReadEInvoice, Twin>();
	const claims = new Map<RowDraft, Array<{ invoice: ReadEInvoice; isSure: boolean }>>();
	for (const invoice of invoices) {
		const candidates = (byNumber.get(numberOf(invoice.record)) ?? []).map((row): Candidate => {
			const { record } = row.invoice;
			return { row, seller: sellerOfRow(record, invoice.facts.seller), differs: differences(record, invoice.record) };
		});
		const twin = twinAmong(candidates, invoice);
		if (twin === null) continue;
		if ('problem' in twin) twins.set(invoice, twin);
		else append(claims, twin.row, { invoice, isSure: twin.seller === 'same' });
	}
	for (const [row, claiming] of claims) {
		const sure = claiming.filter(({ isSure }) => isSure);
		const chosen = sure.length > 0 ? sure : claiming;
		const isOne = new Set(chosen.map(({ invoice }) => identityOf(invoice))).size === 1;
		for (const one of claiming)
			twins.set(one.invoice, isOne && chosen.includes(one) ? { row } : { problem: problemOf(one.invoice, fitsSeveral(row)) });
	}
	return twins;
}

function twinAmong(candidates: Candidate[], invoice: ReadEInvoice): Candidate | { problem: Problem } | null {
	const same = candidates.filter(({ seller }) => seller === 'same');
	const likely = same.length > 0 ? same : candidates.filter(({ seller }) => seller !== 'other');
	const agreeing = likely.filter(({ differs }) => differs.length === 0);
	const [first, second] = agreeing;
	if (first && !second) return first;
	if (first) return { problem: problemOf(invoice, inSeveralRows) };
	const [differing] = likely;
	if (differing) return { problem: problemOf(invoice, differsFrom(differing)) };
	const ofOther = candidates.find(({ differs }) => differs.length === 0);
	return ofOther ? { problem: problemOf(invoice, ofAnotherSeller(ofOther.row, invoice)) } : null;
}

function problemOf({ record }: ReadEInvoice, says: (number: string) => string): Problem {
	const number = shownName(textAt(record, 'invoice-number') ?? '');
	return { severity: 'error', code: 'eInvoiceAndRow', column: 'BT-1', value: number, message: says(number) };
}

function inSeveralRows(number: string): string {
	return `Invoice ${number} is in several rows of the CSV and as an e-invoice; it is not clear to which row that belongs. Leave one of the rows out.`;
}

function differsFrom({ row, differs }: Candidate): (number: string) => string {
	return (number) =>
		`Invoice ${number} is in the package twice: as an e-invoice, and in ${rowOf(row)} of the CSV with another ${differs.join(' and ')}. Correct the row, or send the two in packages of their own if they are different invoices.`;
}

function ofAnotherSeller(row: RowDraft, { facts }: ReadEInvoice): (number: string) => string {
	const supplier =
		textAt(row.invoice.record, 'supplier', 'name') ?? textAt(row.invoice.record, 'supplier-tax-registration', 'number') ?? '';
	return (number) =>
		`Invoice ${number} is in the package twice: as an e-invoice of “${shownName(facts.seller.name ?? '')}”, and in ${rowOf(row)} of the CSV as one of “${shownName(supplier)}”, with nothing else that differs. Correct the supplier in the row, or send the two in packages of their own if they are different invoices.`;
}

function fitsSeveral(row: RowDraft): (number: string) => string {
	return (number) =>
		`Several e-invoices have the number ${number}, and it is not clear which of them is in ${rowOf(row)} of the CSV. Write the supplier's name in the row as the e-invoice has it, or send them in packages of their own.`;
}

function rowOf({ invoice }: RowDraft): string {
	return `row ${invoice.rows[0] ?? '?'}`;
}

function rowsByNumber(rows: RowDraft[]): Map<string, RowDraft[]> {
	const byNumber = new Map<string, RowDraft[]>();
	for (const row of rows) {
		const number = numberOf(row.invoice.record);
		if (number !== '') append(byNumber, number, row);
	}
	return byNumber;
}

function numberOf(record: FileInvoice['record']): string {
	return lookUpKey(textAt(record, 'invoice-number') ?? '');
}

/** In what both say something else; what one does not say differs from nothing. */
function differences(row: FileInvoice['record'], eInvoice: ReadEInvoice['record']): string[] {
	const texts = (key: string, ...more: string[]) => [textAt(row, key, ...more) ?? '', textAt(eInvoice, key, ...more) ?? ''] as const;
	const [total, otherTotal] = texts('supplier-total').map((text) => parseDecimal(text));
	const [days, otherDays] = texts('invoice-date').map((text) => possibleDays(text));
	const [currency, otherCurrency] = texts('currency', 'code');
	return [
		...(total && otherTotal && !total.eq(otherTotal) ? ['total'] : []),
		...(days?.length && otherDays?.length && !days.some((day) => otherDays.includes(day)) ? ['date'] : []),
		...(currency !== '' && otherCurrency !== '' && currency !== otherCurrency ? ['currency'] : []),
	];
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
	const known = map.get(key);
	if (known) known.push(value);
	else map.set(key, [value]);
}
