import { textAt, type CoupaRecord } from '../../../core';
import { numberForms, numberRelation, type NumberForms } from './near-duplicate-number';
import { sameAmount, type InvoiceFacts } from './near-duplicate-rules';

interface CreditNote {
	facts: InvoiceFacts;
	original: NumberForms | null;
}

/** Credit notes that are known, by supplier and amount: what one has taken back may be billed anew. */
export class CreditNotes {
	private readonly byAmount = new Map<string, CreditNote[]>();

	/** @param record the credit note, for the number that it credits */
	add(facts: InvoiceFacts, record: CoupaRecord): void {
		const original = textAt(record, 'original-invoice-number')?.trim() ?? '';
		for (const key of keysOf(facts, facts.totals))
			this.byAmount.set(key, [...(this.byAmount.get(key) ?? []), { facts, original: original === '' ? null : numberForms(original) }]);
	}

	/** Whether a credit note over its whole amount names the invoice, or names none and has its date or a later one. */
	takesBack(invoice: InvoiceFacts): boolean {
		const negative = { ...invoice, totals: negativeTotals(invoice) };
		return keysOf(negative, negative.totals)
			.flatMap((key) => this.byAmount.get(key) ?? [])
			.some(({ facts, original }) => {
				if (!sameAmount(facts, negative)) return false;
				if (original === null) return (facts.days[0] ?? '') >= (invoice.days[0] ?? '');
				return ['same', 'spelling'].includes(numberRelation(original, invoice.number));
			});
	}
}

/** Totals of the credit notes that take an invoice back. */
export function negativeTotals({ totals }: InvoiceFacts): string[] {
	return totals.filter((total) => !total.startsWith('-')).map((total) => `-${total}`);
}

function keysOf({ supplier }: InvoiceFacts, totals: string[]): string[] {
	return totals.map((total) => `${supplier.id}\n${total}`);
}
