import { boolean, extra, field, integer, key, marker, rowKind, text } from '../table';

/** The `Tag` rows: tags of the invoice or of one line (csv/invoices_import.json). */
export const tagRows = rowKind(
	'Tag',
	'Object Number',
	[
		marker('Tag'),
		key('Object Number*', text(), { note: 'the invoice number; documented as string(30), invoice numbers go to 40' }),
		key('Line Number', integer),
		field('Name*', 'name', text(30)),
		field('Description', 'description', text()),
		extra('System Tag', boolean),
	],
	[],
	'0406, R35',
);
