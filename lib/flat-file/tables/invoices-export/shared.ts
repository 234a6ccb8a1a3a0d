import { boolean, computed, decimal, extra, field, integer, text } from '../../drafts';
import type { CellType, ColumnDraft } from '../../table';
import { segments } from '../shared';

/** Columns that are named as the fields of Coupa's API they hold. */
export const same = (type: CellType, ...names: string[]): ColumnDraft[] => names.map((name) => field(name, name, type));

/** Columns that Coupa documents and whose content its API does not have: blank, unless a custom field takes the place. */
export const notInApi = (...names: string[]): ColumnDraft[] =>
	names.map((name) => extra(name, undefined, 'no field of the invoice in Coupa’s API; blank unless a custom field is named for it'));

/** Columns of an account allocation, of a line and of a charge alike. */
export const split: ColumnDraft[] = [
	field('account-allocation-id', 'id', integer),
	computed('account-allocation-sequence', [], (_, position) => String(position), 'counts the splits of a line or charge'),
	field('account-allocation-amount', 'amount', decimal()),
	field('account-allocation-percent', 'pct', decimal()),
	field('account-code', 'account.code', text()),
	field('account-active', 'account.active', boolean),
	...notInApi('billing-notes'),
	...segments((number) => `segment-${number}`, 'account.'),
	field('account-name', 'account.name', text()),
];
