import { textAt, type CoupaRecord } from '../../../core';
import { at, computed, decimal, field, integer, text } from '../../drafts';
import type { ColumnDraft } from '../../table';
import { notInApi, same } from './shared';

/** A cell about the line or charge that the tax belongs to; blank for the taxes of the other, and of the invoice. */
const ofOwner =
	(isOfCharge: boolean) =>
	(header: string, path: string): ColumnDraft =>
		at(
			1,
			computed(
				header,
				['type', 'id', 'line-num'],
				(records) => (records.length > 2 && isCharge(records[1]) === isOfCharge ? (textAt(records[1], path) ?? '') : ''),
				'of the line or charge that the tax belongs to',
			),
		);

const isCharge = (owner: CoupaRecord | undefined): boolean => textAt(owner ?? {}, 'type')?.endsWith('Charge') === true;
const ofLine = ofOwner(false);
const ofCharge = ofOwner(true);

/** Coupa shows the code of a tax at the tax itself, in its tax code, or in both. */
const taxCode = (): ColumnDraft =>
	computed(
		'code',
		['code', 'tax-code.code'],
		(records) => textAt(records.at(-1) ?? {}, 'code') ?? textAt(records.at(-1) ?? {}, 'tax-code', 'code') ?? '',
		'of the tax, else of its tax code',
	);

/** Columns of the Tax rows: taxes of a line, of a charge or of the whole invoice (csv/invoices_export.json; 0327). */
export const taxColumns: ColumnDraft[] = [
	at(0, field('invoice-id', 'id', integer, { required: true })),
	at(0, field('invoice-number', 'invoice-number', text())),
	ofLine('invoice-line-id', 'id'),
	ofLine('invoice-line-number', 'line-num'),
	ofCharge('invoice-charge-id', 'id'),
	ofCharge('invoice-charge-number', 'line-num'),
	computed('tax-line-number', [], (_, position) => String(position), 'counts the taxes of a line, charge or invoice'),
	field('tax-line-id', 'id', integer),
	...same(decimal(), 'amount', 'rate'),
	field('tax-rate-type', 'tax-rate-type.description', text()),
	taxCode(),
	...same(decimal(), 'amount-engine'),
	...same(text(), 'code-engine'),
	...same(decimal(), 'rate-engine'),
	...same(text(), 'description'),
	...notInApi('location', 'date'),
	...same(text(), 'kind-of-factor'),
	...same(decimal(), 'basis'),
	field('Base Amount', 'base', decimal()),
	field('Supplier Withholding Rate', 'supplier-rate', decimal()),
	field('Supplier Withholding Amount', 'withholding-amount', decimal()),
	...same(text(), 'nature-of-tax'),
	field('Withholding Amount', 'withholding-amount', decimal()),
	...notInApi('Direct/Withholding Tax/TCS Tax'),
	...same(text(), 'product-tax-classification'),
];

/** Columns of the Witholding rows, spelt as Coupa spells them. */
export const withholdingColumns: ColumnDraft[] = [
	at(0, field('invoice-id', 'id', integer, { required: true })),
	at(0, field('invoice-number', 'invoice-number', text())),
	ofLine('invoice-line-id', 'id'),
	ofLine('invoice-line-number', 'line-num'),
	computed('tax-line-number', [], (_, position) => String(position), 'counts the taxes of a line, charge or invoice'),
	field('tax-line-id', 'id', integer),
	...same(decimal(), 'amount', 'rate'),
	taxCode(),
	...same(text(), 'description'),
	...notInApi('location', 'date'),
	...same(text(), 'kind-of-factor'),
	...same(decimal(), 'basis'),
	...notInApi('Withholding Base'),
	field('Supplier Withholding Rate', 'supplier-rate', decimal()),
	field('Supplier Withholding Amount', 'withholding-amount', decimal()),
	...same(text(), 'nature-of-tax'),
	field('Withholding Amount', 'withholding-amount', decimal()),
	...notInApi('Direct/Withholding Tax'),
];
