import { BANK_CHECK_LABEL, CHECK_LABELS, CHECKS, type CheckLevel, openingScopes } from '../../lib/coupa';

const MEANING: Record<CheckLevel, string> = {
	error: 'Error',
	needsBuyer: 'Needs buyer',
	draft: 'Draft',
	warning: 'Warning',
	off: 'Off',
};

/** Checks that look something up of their own, with what makes an invoice need it. */
const LOOKED_UP: Array<[label: string, needs: string, path: string]> = [
	[CHECK_LABELS.quantityDecimals, 'a quantity with decimals, whose PO line does not show the precision of its unit', '/api/uoms'],
	[CHECK_LABELS.unitKnown, 'units, and came as an e-invoice', '/api/uoms'],
	[CHECK_LABELS.taxCodeActive, 'a tax code', '/api/tax_codes'],
	[CHECK_LABELS.contractInForce, 'a contract', '/api/contracts'],
	[CHECK_LABELS.requesterActive, 'a requester e-mail', '/api/users'],
	[
		BANK_CHECK_LABEL,
		'bank details (option Bank Details, or an e-invoice) that are compared with no custom field',
		'/api/supplier_information',
	],
];

/** Findings of the reader without a level that could be changed. */
const FIXED: Array<[name: string, meaning: string]> = [
	[
		'duplicateInFile',
		'an earlier invoice of the same supplier in the file has the same number; the first one is imported ([One number](import.md#one-number))',
	],
	['duplicateLineNumber', 'two lines have the same number, so rows that refer to it could belong to either'],
	['unknownLine', 'an allocation, tax or tag row refers to a line that the invoice does not have'],
	['unknownCharge', 'a tax row refers to a charge that the invoice does not have'],
	['taxLineTarget', 'a tax row refers to both a line and a charge'],
	['withholdingOnCharge', 'a withholding tax is on a charge, which Coupa does not accept'],
	['tooManyCells', 'a row is longer than its header row, so its cells may have moved'],
	['moreProblems', 'more is wrong with the invoice than is listed; the rest is counted'],
	['tooManyInvoiceRows', 'the invoice has more than 10,000 rows: it is refused alone, and its lines are not read'],
	['csvSyntax', 'a quote in a row is wrong, so its cells cannot be told apart; the rows of other invoices are read'],
	['duplicateColumn', 'the header row has the same column twice'],
	['dataBeforeHeader', 'a row is above the header row of its kind'],
	['unknownRowKind', 'the first cell of a row is not a known row type'],
	['numberMissing', 'a row has no invoice number'],
	['strayRows', 'orphan rows: they belong to no invoice in the file'],
	['filePath', 'only the end of the path that a row gives for a file matches a file in the package (a warning: that file is taken)'],
	[
		'strayFile',
		'a file that no row and no e-invoice refers to (a warning: no invoice is refused because of it); an error among attachments of a message that hold no e-invoice at all',
	],
];

/** The page docs/checks.md: every check before Coupa with its usual level. */
export function checksDocument(): string {
	const rows = CHECKS.map(({ name, label, description, default: level, codes = [] }) => {
		const names = [...new Set([name, ...codes])].map((code) => `\`${code}\``).join(', ');
		return `| ${label} | ${description} | ${MEANING[level]} | ${names} |`;
	});
	const lookedUp = LOOKED_UP.map(([label, needs, path]) => {
		const scopes = openingScopes('GET', path).map((scope) => `\`${scope}\``);
		return `| ${label} | ${needs} | \`GET ${path}\` | ${scopes.join(' or ')} |`;
	});
	return `# Checks before Coupa

Each captured invoice is checked before anything is written. A finding becomes a problem of the item, with row, column,
value and reason. Its level can be changed in **Coupa → Invoice → Import → Options → Checks**.

| Level | What a finding does |
|---|---|
| Error | the invoice is refused and goes back to Scan One |
| Needs buyer | the invoice waits until the buyer has acted |
| Draft | the invoice is imported, but stays a draft for AP |
| Warning | it is reported, and the import continues |
| Off | the check is skipped |

| Check | What is checked | Usual level | Name in problems |
|---|---|---|---|
${rows.join('\n')}

Findings that may be the buyer's own doing (currency, chart, contract, tax code, requester) keep a draft, so that AP decides with the invoice
in front of them. What is only likely wrong (age, payment term, service period: Coupa documents the period of a PO line as its budget
period) is a warning. More decimals than the unit allows are an error: as a draft, Coupa would hold another quantity and amount than the invoice.
The comparisons with orders and receipts are off: Coupa makes them itself when an invoice is submitted, with the company's own tolerances, and an
invoice that comes before its receipt is everyday business; as warnings with tolerances of zero they would say twice what Coupa says, and more
often. [Orders and receipts](import.md#orders-and-receipts) says when to switch them on.

## Look-ups of single checks

Most checks go by what is looked up anyway: suppliers, purchase orders, accounts. These ask for more, once for all invoices of a run,
only for what an invoice names, and not at all when they are off. If Coupa does not open the list to the credential, a hint below the output
says so once, with the scope, and the check is skipped for that run; no invoice is kept out because of it.

| Check | Asked when an invoice has | Call | Scope |
|---|---|---|---|
${lookedUp.join('\n')}

## Findings of the file reader

The file reader only reports. *Get Many* and *Read File* list what they find in \`problems\`, at the usual level of the check it
belongs to (page images as warnings, because only the import decides whether one is required). *Import* judges: the level set for a
check in the option **Checks** also applies to the reader's findings for it, which keep their own names (the second and further names
in the table). Each fact is reported once: what the reader has already reported, the check does not repeat. Page images are judged by
the import alone, by its own limit (\`imagePresent\` for the reader's \`imageMissing\`), unless the invoice was refused before that.

A value that cannot be read never goes to Coupa as something else. At a level milder than *Error* the invoice is imported without
it: with *Draft*, AP fills it in; with *Warning*, Coupa decides; with *Off*, it is not even mentioned. If a line or a tax
would mean something else without the value, the invoice is refused anyway, as the table says. It is also refused without a number or
a supplier, whatever the level, because it could not be found again.

The following findings have no level and always refuse the invoice: the file, or a part of it, could not be put together, so it is not
known what is missing.

| Name in problems | What it means |
|---|---|
${FIXED.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`).join('\n')}
`;
}
