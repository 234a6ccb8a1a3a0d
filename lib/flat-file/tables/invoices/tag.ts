import { boolean, extra, field, integer, key, rowKind, text } from '../../drafts';

/** The `Tag` rows: tags of the invoice or of one line (csv/invoices_import.json). */
export const tagRows = rowKind(
	{
		name: 'Tag',
		level: 2,
		homes: [{ lists: ['invoice-lines', 'taggings'] }, { lists: ['taggings'] }],
		keyColumns: ['Object Number'],
		before: 1,
		source: '0406, R35',
	},
	[
		key(0, 'Object Number*', 'invoice-number', text(), {
			note: 'the invoice number; documented as string(30), invoice numbers go to 40',
		}),
		key(1, 'Line Number', 'line-num', integer),
		// As release 39 nests it; the import sends the flat form where it is set to (rules.md §9 ⚠).
		field('Name*', 'tag.name', text(30)),
		field('Description', 'description', text()),
		extra('System Tag', boolean),
	],
);
