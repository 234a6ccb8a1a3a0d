import { decode } from '../core';
import { parseCsv } from '../flat-file';

/** Why one invoice was sent back, by its rejection report (report.ts). */
export interface RejectionReason {
	/** Name of the package as Scan One delivered it. */
	package: string;
	number: string;
	/** Number, or name where the file has no number. */
	supplier: string;
	/** Reasons that kept it out, each once; else those that are only warnings. */
	reason: string;
}

/** Reasons of one invoice that are shown. */
const MOST_REASONS = 3;

/** The reasons in a rejection report, one entry for each invoice; empty for a file that is none. Reports are small: it is read in one go. */
export function readRejectionReport(bytes: Buffer): RejectionReason[] {
	const decoded = decode(bytes);
	if ('problem' in decoded) return [];
	const csv = parseCsv(decoded.text.replace(/^\ufeff/, ''));
	if ('problem' in csv) return [];
	const [header, ...records] = csv.records.map(({ cells }) => cells);
	const at = new Map((header ?? []).map((name, place) => [name.trim(), place]));
	if (!at.has('Package') || !at.has('Reason')) return [];
	const cell = (cells: string[], name: string) => cells[at.get(name) ?? -1] ?? '';
	const entries = new Map<string, string[][]>();
	for (const cells of records) {
		const key = JSON.stringify(['Package', 'Invoice Number', 'Supplier'].map((name) => cell(cells, name)));
		entries.set(key, [...(entries.get(key) ?? []), cells]);
	}
	return [...entries.values()].map((rows) => {
		const [first = []] = rows;
		const errors = rows.filter((cells) => cell(cells, 'Severity') === 'error');
		const reasons = [...new Set((errors.length > 0 ? errors : rows).map((cells) => cell(cells, 'Reason')))];
		return {
			package: cell(first, 'Package'),
			number: cell(first, 'Invoice Number'),
			supplier: cell(first, 'Supplier'),
			reason:
				reasons.slice(0, MOST_REASONS).join(' ') + (reasons.length > MOST_REASONS ? ` And ${reasons.length - MOST_REASONS} more.` : ''),
		};
	});
}
