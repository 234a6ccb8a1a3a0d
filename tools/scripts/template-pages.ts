/** Page of docs/ about each template. A template without one fails the build. */
const PAGES: Record<string, string> = {
	'import-invoices.json': 'import.md',
	'import-e-invoices.json': 'e-invoices.md',
	'preflight.json': 'preflight.md',
	'sync-master-data.json': 'sync.md',
	'export-purchase-orders.json': 'sync.md',
	'invoice-status.json': 'invoice-status.md',
	'review-tolerances.json': 'review.md',
	'export-ok-to-pay.json': 'ok-to-pay.md',
	'import-payments.json': 'payments.md',
	'daily-reconciliation.json': 'reconciliation.md',
};

/** Name of the page in docs/ about a template. */
export function pageOf(file: string): string {
	const page = PAGES[file];
	if (page === undefined) throw new Error(`workflows/${file} has no page in docs/: name it in tools/scripts/template-pages.ts.`);
	return page;
}

/** Every template, in the order in which people need them. */
export const TEMPLATES = Object.keys(PAGES);
