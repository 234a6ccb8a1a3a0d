import { type Column, type FlatFileName, type FlatFileTable, flatFileTables, type RowKind } from '../../lib/flat-file';
import { anchor, code } from './operations-document';

/** Who reads or writes each file, as the user finds it. */
const USED_BY: Record<FlatFileName, string> = {
	invoicesImport:
		"Read by *Scan One → Invoice → Get Many* and *Read File*; written by *Acknowledge* for what is sent back. Coupa's own SFTP takes the same file ([coupa-sftp.md](coupa-sftp.md)).",
	accountImport: 'Written for `Outgoing/Accounts` ([sync.md](sync.md)). Coupa publishes no export file for accounts.',
	supplierExport: 'Written for `Outgoing/Suppliers` ([sync.md](sync.md)).',
	suppliersImport: 'Written for `Outgoing/Suppliers` where *File* asks for it ([sync.md](sync.md)).',
	remitToExport: 'Written for `Outgoing/RemitToAddresses` ([sync.md](sync.md)).',
	remitToImport: 'Written for `Outgoing/RemitToAddresses` where *File* asks for it ([sync.md](sync.md)).',
	purchaseOrdersExport: 'Written for `Outgoing/PurchaseOrders` ([sync.md](sync.md#purchase-orders)).',
	purchaseOrderLines: 'Written for `Outgoing/PurchaseOrders`; a file of ours, Coupa documents none ([sync.md](sync.md#purchase-orders)).',
	lookupValuesExport: 'Written for `Outgoing/LookupValues` ([sync.md](sync.md#dynamic-accounts)).',
	invoicesExport:
		"Written for the ERP ([ok-to-pay.md](ok-to-pay.md)); read as Coupa's files of changes ([reconciliation.md](reconciliation.md)).",
	invoiceStatus: 'Written for `Outgoing/InvoiceUpdates`; a file of ours, Coupa documents none ([invoice-status.md](invoice-status.md)).',
	invoicePaymentImport: 'Read by *Coupa → Invoice → Import Payments* ([payments.md](payments.md)).',
};

/** The page docs/flat-files.md: every column of every flat file, from the tables that reader and writer go by. */
export function flatFilesDocument(): string {
	const names = Object.keys(USED_BY) as FlatFileName[];
	const tables = names.map((name) => flatFileTables[name]);
	const contents = tables.map(({ title }) => `* [${title}](#${anchor(title)})`).join('\n');
	return `# Columns of the flat files

Made by the build from the tables in \`lib/flat-file/tables\`: ${tables.length} files, ${tables.flatMap(columnsOf).length} columns.

Columns are found by their header, in any order, whatever the case; a \`*\` after a header counts for nothing. Columns that are not listed here are kept and
reported, and can be mapped to custom fields.

* **Place in the record**: where the value stands in Coupa's API record; \`0\` is the first member of a list. A dash: Coupa's API has no place for it.
* **Type**: *text 40* has 40 characters at most; *decimal 30, 4* has 30 digits, 4 of them after the point; a *flag* counts as soon as the cell is not blank.
* **Required**: *yes* in every row, or *with* the column named, as soon as that one is filled.
* *When chosen*: read like the others, written only where it is named under *Columns*.

${contents}

${tables.map(section).join('\n')}`;
}

function section(table: FlatFileTable): string {
	const kinds = table.rowKinds.map((kind) => kindSection(kind, table.rowKinds.length > 1)).join('\n');
	return `## ${table.title}

${USED_BY[table.name]}
${table.rowKinds.length > 1 ? '\nThe first cell of a row says which kind of row it is; each kind has its own header row.\n' : ''}
${kinds}`;
}

function kindSection(kind: RowKind, oneOfSeveral: boolean): string {
	const heading = oneOfSeveral ? `### ${kind.name}\n\n` : '';
	return `${heading}| Header | Place in the record | Type | Required | Notes |
|---|---|---|---|---|
${kind.columns.map(row).join('\n')}
`;
}

function row(column: Column): string {
	const { header, path, required, requiredWith } = column;
	const need = required ? 'yes' : requiredWith === undefined ? '' : `with ${requiredWith}`;
	const cells = [code(header), path === null ? '–' : code(path), typeOf(column), need, notes(column)];
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function typeOf({ type }: Column): string {
	switch (type.kind) {
		case 'text':
			return type.max === undefined ? 'text' : `text ${type.max}`;
		case 'decimal':
			return type.precision === undefined ? 'decimal' : `decimal ${type.precision}, ${type.scale ?? 0}`;
		case 'dateTime':
			return 'date and time';
		case 'boolean':
			return type.digits ? '1 or 0' : 'Yes or No';
		case 'list':
			return `${type.of} of each, separated by commas`;
		default:
			return type.kind;
	}
}

function notes({ position, allowed, secret, computed, note }: Column): string {
	return [
		...(position === null ? ['when chosen'] : []),
		...(allowed === undefined ? [] : [`one of ${allowed.join(', ')}`]),
		...(secret === undefined ? [] : ['secret: written only when it is asked for']),
		...(computed === undefined || computed.needs.length === 0 ? [] : [`worked out from ${computed.needs.map(code).join(', ')}`]),
		...(note === undefined ? [] : [note]),
	].join('; ');
}

function columnsOf({ rowKinds }: FlatFileTable): readonly Column[] {
	return rowKinds.flatMap(({ columns }) => columns);
}
