import { textAt, type DeliveredInvoice, type Problem } from '../core';
import { writeCsv } from '../flat-file';

/** One refused item and why. */
export interface ReportEntry {
	json: DeliveredInvoice;
	problems: Problem[];
}

const header = ['Package', 'Invoice Number', 'Supplier', 'Row', 'Column', 'Value', 'Severity', 'Reason'];

/**
 * The report that goes back beside a rejected package: one row per problem. CSV with BOM, so that spreadsheets read UTF-8, and
 * with formulas defused, because people open it there.
 */
export async function rejectionReport(packageName: string, entries: ReportEntry[]): Promise<Buffer> {
	const rows = entries.flatMap(({ json, problems }) => {
		const { invoice } = json;
		const about = [
			packageName,
			textAt(invoice, 'invoice-number') ?? '',
			textAt(invoice, 'supplier', 'number') ?? textAt(invoice, 'supplier', 'name') ?? '',
		];
		const firstRow = json.delivery.rows[0];
		if (problems.length === 0) return [[...about, String(firstRow ?? ''), '', '', 'error', 'Refused; no reason was recorded.']];
		return problems.map((problem) => [
			...about,
			String(problem.row ?? ''),
			problem.column ?? problem.path ?? '',
			problem.value ?? '',
			problem.severity,
			problem.message,
		]);
	});
	return await writeCsv([header, ...rows], { bom: true, defuseFormulas: true });
}
