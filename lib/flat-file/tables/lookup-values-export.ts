import { boolean, dateTime, field, integer, rowKind, text } from '../drafts';
import type { FlatFileTable } from '../table';

/**
 * Lookup values, one row each, in the layout of Coupa's export (csv/lookup_values_export.json): the segment values of charts
 * with dynamic accounts live here (rules.md §7).
 */
export const lookupValuesExport: FlatFileTable = {
	name: 'lookupValuesExport',
	title: 'Lookup values (Lookup Values Export)',
	fileStem: 'LookupValues',
	kindColumn: null,
	lists: [],
	identity: [['id']],
	xml: { list: 'lookup-values', record: 'lookup-value' },
	rowKinds: [
		rowKind({ name: 'Lookup Value', level: 0, keyColumns: ['Name', 'Lookup Name'], source: '0330' }, [
			field('Id', 'id', integer),
			field('Created Date', 'created-at', dateTime),
			field('Last Updated Date', 'updated-at', dateTime),
			field('External Ref Code', 'external-ref-code', text()),
			field('External Ref Num', 'external-ref-num', text()),
			field('Name', 'name', text(), { required: true }),
			field('Description', 'description', text()),
			field('Lookup ID', 'lookup.id', integer),
			field('Lookup Name', 'lookup.name', text()),
			field('Parent External Ref Code', 'parent.external-ref-code', text()),
			field('Parent ID', 'parent.id', integer),
			field('Depth', 'depth', integer),
			field('Active', 'active', boolean),
			field('Account Type ID', 'account-type.id', integer),
			field('Account Type Name', 'account-type.name', text()),
		]),
	],
};
