import type { Standing } from '../demo/counts';

export function line(text: string): void {
	console.log(text);
}

export function section(title: string): void {
	console.log(`\n== ${title}`);
}

/** Invoice by invoice: number, supplier, total, outcome, Coupa id, status, image bytes. */
export function printStandings(all: Standing[]): void {
	const rows = all.map(({ number, supplier, total, outcome, coupaId, status, imageBytes, imageIdentical }) => [
		number,
		supplier,
		total,
		outcome,
		coupaId === null ? '-' : String(coupaId),
		status ?? '-',
		imageBytes === 0 ? '-' : `${imageBytes}${imageIdentical ? '' : ' (differs)'}`,
	]);
	printTable(['Number', 'Supplier', 'Total', 'Outcome', 'Coupa id', 'Status', 'Image bytes'], rows, { right: 2 });
}

/** Rows under their header, in columns; `right` names a column (from 0) of figures. */
export function printTable(header: string[], rows: string[][], { right }: { right?: number } = {}): void {
	const table = [header, ...rows];
	const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
	for (const row of table)
		line(
			`  ${row
				.map((cell, column) => (column === right ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
				.join('  ')
				.trimEnd()}`,
		);
}
