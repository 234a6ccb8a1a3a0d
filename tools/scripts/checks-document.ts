import { CHECKS, type CheckLevel } from '../../lib/coupa';

const MEANING: Record<CheckLevel, string> = {
	error: 'Error',
	needsBuyer: 'Needs buyer',
	draft: 'Draft',
	warning: 'Warning',
	off: 'Off',
};

/** The page docs/checks.md: every check before Coupa with its usual level. */
export function checksDocument(): string {
	const rows = CHECKS.map(
		({ name, label, description, default: level }) => `| ${label} | ${description} | ${MEANING[level]} | \`${name}\` |`,
	);
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

The reader of the file finds more before these checks run: dates, decimals and texts that do not fit their columns, columns
and rows that cannot be placed, a credit-note flag that says "No", files that are missing or damaged.
`;
}
