import { ACCOUNT_SEGMENTS } from '../../core';
import { boolean, dateTime, field, integer, rowKind, text } from '../drafts';
import type { ColumnDraft, FlatFileTable } from '../table';

const segmentColumns: ColumnDraft[] = Array.from({ length: ACCOUNT_SEGMENTS }, (_, index) =>
	field(`Segment ${index + 1}`, `segment-${index + 1}`, text(100), { required: index === 0 }),
);

/**
 * GL accounts, one row each, in the layout of Coupa's Account Import (csv/account_import.json). Coupa has no account export
 * file (rules.md §7): this is the one published layout of an account, filled from Coupa's API. Accounts of charts with
 * dynamic accounts arise from lookup values, which are a table of their own.
 */
export const accountImport: FlatFileTable = {
	name: 'accountImport',
	title: 'GL accounts (Account Import)',
	fileStem: 'Accounts',
	kindColumn: null,
	lists: [],
	identity: [['id']],
	xml: { list: 'accounts', record: 'account' },
	rowKinds: [
		rowKind(
			{ name: 'Account', level: 0, keyColumns: ['Chart of Accounts', 'Segment 1'], source: '0369' },
			[
				field('Name', 'name', text(1024)),
				field('Active', 'active', boolean, { required: true, note: 'R35 prints Active*' }),
				field('Chart of Accounts', 'account-type.name', text(50), { required: true, note: 'R35 prints Chart of Accounts*' }),
				...segmentColumns,
			],
			[
				field('Id', 'id', integer),
				field('Code', 'code', text(), { note: 'segments joined with -, computed by Coupa' }),
				field('Created At', 'created-at', dateTime),
				field('Updated At', 'updated-at', dateTime),
			],
		),
	],
};
