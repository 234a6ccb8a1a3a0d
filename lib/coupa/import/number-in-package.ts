import { lookUpKey, textAt, type CoupaRecord } from '../../core';
import { resultWithoutInvoice } from './result';
import { supplierText } from './suppliers';
import type { ImportInput, ImportResult } from './types';

/** The first invoice of each number and supplier in each package of a run. */
export class NumbersInPackages {
	private readonly first = new Map<string, ImportInput>();

	/**
	 * Keeps it as the first one of its number and supplier as its package spells them, unless there is one: to be called in file order, and
	 * for refused ones, too. Which of two is right nobody knows, and the later one never takes the place of the first
	 * (docs/import.md#one-number).
	 */
	register(input: ImportInput): void {
		const key = input.invoice === null ? null : numberInPackage(input, supplierText(input.invoice, input.eInvoice), input.invoice);
		if (key !== null && !this.first.has(key)) this.first.set(key, input);
	}

	/** An earlier invoice of the same package with the same number and supplier, by Coupa's id too where both are looked up. */
	twinOf({ input, invoice }: { input: ImportInput; invoice: CoupaRecord }, supplierId: string | null): ImportInput | null {
		const keys = [supplierText(invoice, input.eInvoice), ...(supplierId === null ? [] : [`#${supplierId}`])];
		for (const supplier of keys) {
			const key = numberInPackage(input, supplier, invoice);
			const first = this.first.get(key);
			if (first === undefined) this.first.set(key, input);
			else if (first.delivery.position !== input.delivery.position) return first;
		}
		return null;
	}
}

/** What stands for one number of one supplier in one package. */
function numberInPackage({ delivery }: ImportInput, supplier: string, invoice: CoupaRecord): string {
	const { package: name, claim, sha256 } = delivery;
	return JSON.stringify([lookUpKey(textAt(invoice, 'invoice-number') ?? ''), lookUpKey(supplier), name, claim, sha256]);
}

/** The result of an invoice whose number an earlier one of its package has. */
export function duplicateInPackage(
	instance: string,
	{ input, invoice }: { input: ImportInput; invoice: CoupaRecord },
	twin: ImportInput,
): ImportResult {
	const number = textAt(invoice, 'invoice-number');
	const [row] = twin.delivery.rows;
	const message = `Invoice number ${number} of this supplier is in the package more than once${row === undefined ? '' : ` (first at row ${row})`}: only the first one is imported.`;
	const problem = {
		severity: 'error' as const,
		code: 'duplicateInPackage',
		column: 'Invoice Number',
		path: 'invoice-number',
		value: number,
		message,
	};
	return resultWithoutInvoice(instance, input, 'refused', `Not imported: ${message}`, [problem]);
}
