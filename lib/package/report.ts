import { shownName, shownText, textAt, type DeliveredInvoice, type Problem } from '../core';
import { writeCsv } from '../flat-file';

/** One refused item and why. */
export interface ReportEntry {
	json: DeliveredInvoice;
	problems: Problem[];
}

/** Characters of a cell that are shown. */
const LONGEST_CELL = 500;
const LONGEST_REASON = 2_000;

const header = ['Package', 'Invoice Number', 'Supplier', 'Row', 'Column', 'Value', 'Severity', 'Reason'];

/**
 * The report that goes back beside a rejected package: one row per problem, whose place is a row of the CSV or an element of the XML. CSV with BOM, so that spreadsheets read UTF-8, and
 * with formulas defused, because people open it there.
 */
export async function rejectionReport(packageName: string, entries: ReportEntry[], signal?: AbortSignal): Promise<Buffer> {
	const rows = entries.flatMap(({ json, problems }) => {
		const { invoice } = json;
		const about = [
			shownName(packageName, LONGEST_CELL),
			shownName(textAt(invoice, 'invoice-number') ?? '', LONGEST_CELL),
			shownName(
				textAt(invoice, 'supplier', 'number') ?? textAt(invoice, 'supplier', 'name') ?? json.eInvoice?.seller.name ?? '',
				LONGEST_CELL,
			),
		];
		const firstRow = json.delivery.rows[0];
		if (problems.length === 0) return [[...about, String(firstRow ?? ''), '', '', 'error', 'Refused; no reason was recorded.']];
		return problems.map((problem) => [
			...about,
			problem.row === undefined ? shownName(elementOf(problem), LONGEST_CELL) : String(problem.row),
			shownName(problem.column ?? (elementOf(problem) === '' ? (problem.path ?? '') : ''), LONGEST_CELL),
			shownText(problem.value ?? '', LONGEST_CELL),
			problem.severity,
			shownText(problem.message, LONGEST_REASON),
		]);
	});
	return await writeCsv([header, ...rows], { bom: true, defuseFormulas: true }, signal);
}

/** Place in the XML of an e-invoice, which has no rows; empty for a place in the record. */
function elementOf({ path = '' }: Problem): string {
	return path.startsWith('/') ? path : '';
}
