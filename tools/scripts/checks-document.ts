import { CHECKS, type CheckLevel } from '../../lib/coupa';

const MEANING: Record<CheckLevel, string> = {
	error: 'Error',
	needsBuyer: 'Needs buyer',
	draft: 'Draft',
	warning: 'Warning',
	off: 'Off',
};

/** Findings of the reader that no setting changes. */
const FIXED: Array<[name: string, meaning: string]> = [
	[
		'duplicateInFile',
		'the number stands on an earlier invoice of the same supplier in the file; the first one counts ([One number](import.md#one-number))',
	],
	['duplicateLineNumber', 'two lines have the same number, so rows that name it could belong to either'],
	['unknownLine', 'an allocation, tax or tag row names a line that the invoice does not have'],
	['unknownCharge', 'a tax row names a charge that the invoice does not have'],
	['taxLineTarget', 'a tax row names a line and a charge'],
	['withholdingOnCharge', 'a withholding tax stands on a charge, which Coupa does not take'],
	['tooManyCells', 'a row is longer than its header row, so its cells may have moved'],
	['csvSyntax', 'a quote in a row is wrong, so its cells cannot be told apart; the rows of other invoices are read'],
	['duplicateColumn', 'a column stands twice in the header row'],
	['dataBeforeHeader', 'a row stands above the header row of its kind'],
	['unknownRowKind', 'the first cell of a row names no kind of row'],
	['numberMissing', 'a row names no invoice number'],
	['strayRows', 'rows that belong to no invoice of the file'],
	['filePath', 'of the path that a row gives for a file only the end is that of a file of the package (a warning: that file is taken)'],
	['strayFile', 'a file of the package that no row names (a warning: it keeps no invoice out)'],
];

/** The page docs/checks.md: every check before Coupa with its usual level. */
export function checksDocument(): string {
	const rows = CHECKS.map(({ name, label, description, default: level, codes = [] }) => {
		const names = [...new Set([name, ...codes])].map((code) => `\`${code}\``).join(', ');
		return `| ${label} | ${description} | ${MEANING[level]} | ${names} |`;
	});
	return `# Checks before Coupa

Each captured invoice is checked before anything is written. A finding becomes a problem of the item, with row, column,
value and reason. Its level can be changed in **Coupa → Invoice → Import → Options → Checks**.

| Level | What a finding does |
|---|---|
| Error | the invoice is refused and goes back to Scan One |
| Needs buyer | the invoice waits until the buyer has acted |
| Draft | the invoice goes in, but stays a draft for AP |
| Warning | it is told, and the import goes on |
| Off | nobody looks |

| Check | What is looked at | Usual level | Name in problems |
|---|---|---|---|
${rows.join('\n')}

## What the file shows

The reader of the file only reports. *Get Many* and *Read File* put what they find under \`problems\`, at the usual level of
the check it belongs to (page images as warnings, because whether one is needed is for the import to say). *Import* judges:
what the option **Checks** says of a check holds for the reader's findings, too, under their own names (the second and further
names in the table). One fact is told once: where the reader has told it, the check does not tell it again. Page images are
judged by the import alone, by its own limit (\`imagePresent\` for the reader's \`imageMissing\`), unless the invoice is refused
before.

A value that cannot be read never goes to Coupa as something else. At a level milder than *Error* the invoice goes on without
it: *Draft* leaves it to AP to fill it in, *Warning* lets Coupa decide, *Off* does not even mention it. Where a line or a tax
would mean something else without the value, the invoice is refused all the same, as the table says. Number and supplier it
cannot do without, whatever the level: without them it could not be found again.

These findings have no level, they always refuse: the file or a part of it could not be put together, so nobody knows what is
missing.

| Name in problems | What it means |
|---|---|
${FIXED.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`).join('\n')}
`;
}
