import { isRecord, recordsAt, textAt, valueAt, type CoupaRecord } from '../../core';
import { decimalAt, isBlank } from './amounts';
import { lineClassOf } from './line-class';

/** Something an invoice names by a value, and where it does. */
export interface Named {
	value: string;
	/** Column as the documents spell it. */
	column: string;
	path: string;
	/** The object that names it. */
	owner: CoupaRecord;
}

/** Every contract that the header or a line names by number, else by name. */
export function contractsOf(invoice: CoupaRecord): Array<Named & { by: 'number' | 'name' }> {
	return ownersIn(invoice, ['invoice-lines']).flatMap(({ owner, path }) => {
		const by = isBlank(owner, 'contract', 'number') ? 'name' : 'number';
		const column = by === 'number' ? 'Contract Number' : 'Contract Name';
		return named(owner, path, 'contract', by, column).map((contract) => ({ ...contract, by }));
	});
}

/** Every tax code that the header, a line, a charge or a tax of theirs names by its code. */
export function taxCodesOf(invoice: CoupaRecord): Named[] {
	return ownersIn(invoice, ['invoice-lines', 'invoice-charges']).flatMap(({ owner, path }) => {
		const rows = ['tax-lines', 'withholding-tax-lines'].flatMap((key) =>
			recordsAt(owner, key).flatMap((row, index) => named(row, `${path}${key}[${index}].`, 'tax-code', 'code', 'Tax Code')),
		);
		return [...named(owner, path, 'tax-code', 'code', 'Tax Code'), ...rows];
	});
}

/** The e-mail address of the requester; none where the file names none. */
export function requesterOf(invoice: CoupaRecord): Named[] {
	const value = textAt(invoice, 'requester-email')?.trim() ?? '';
	return value === '' ? [] : [{ value, column: 'Requester Email', path: 'requester-email', owner: invoice }];
}

/**
 * The unit that decides how many decimals the quantity of a line may have, and how many the quantity has; null where it has none to
 * cut: on amount lines, and for whole numbers.
 */
export function unitToCheck(line: CoupaRecord, orderLine: CoupaRecord | null): { code: string; decimals: number } | null {
	const quantity = decimalAt(line, 'quantity');
	const decimals = quantity?.toFixed().split('.')[1]?.length ?? 0;
	if (decimals === 0 || lineClassOf(line, orderLine).type === 'InvoiceAmountLine') return null;
	const code = (textAt(line, 'uom', 'code')?.trim() || textAt(orderLine ?? undefined, 'uom', 'code')?.trim()) ?? '';
	return code === '' ? null : { code, decimals };
}

function ownersIn(invoice: CoupaRecord, keys: string[]): Array<{ owner: CoupaRecord; path: string }> {
	const rows = keys.flatMap((key) => recordsAt(invoice, key).map((owner, index) => ({ owner, path: `${key}[${index}].` })));
	return [{ owner: invoice, path: '' }, ...rows];
}

function named(owner: CoupaRecord, path: string, key: string, by: string, column: string): Named[] {
	const reference = valueAt(owner, key);
	const value = isRecord(reference) ? (textAt(reference, by)?.trim() ?? '') : '';
	return value === '' ? [] : [{ value, column, path: `${path}${key}.${by}`, owner }];
}
