import { lookUpKey, textAt, type CoupaRecord } from '../../core';
import { resultWithoutInvoice } from './result';
import type { ImportInput, ImportResult } from './types';

/** What stands for one number of one supplier in one package. */
export function numberInPackage({ delivery }: ImportInput, supplier: string, invoice: CoupaRecord): string {
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
