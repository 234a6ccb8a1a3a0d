import type { Standing } from '../demo/counts';

/** Columns of a terminal that nobody has widened. */
const WIDTH = 80;
/** Narrower than this no column of a table becomes. */
const LEAST_COLUMN = 8;

/** Prints a text; lines that would not fit 80 columns go on in the next one, further to the right. */
export function line(text: string): void {
	for (const part of text.split('\n').flatMap(folded)) console.log(part);
}

export function section(title: string): void {
	line(`\n== ${title}`);
}

/** Invoice by invoice: number, total, outcome, Coupa id, status, image bytes. */
export function printStandings(all: Standing[]): void {
	const rows = all.map(({ number, total, outcome, coupaId, status, imageBytes, imageIdentical }) => [
		number,
		total,
		outcome,
		coupaId === null ? '-' : String(coupaId),
		status ?? '-',
		imageBytes === 0 ? '-' : `${imageBytes}${imageIdentical ? '' : ' (differs)'}`,
	]);
	printTable(['Number', 'Total', 'Outcome', 'Coupa id', 'Status', 'Image'], rows, { right: 1 });
}

/** Rows under their header, in columns; `right` names a column (from 0) of figures. What does not fit 80 columns is folded in its cell. */
export function printTable(header: string[], rows: string[][], { right }: { right?: number } = {}): void {
	const table = [header, ...rows];
	const widest = (measure: (cell: string) => number) =>
		header.map((_, column) => Math.max(...table.map((row) => measure(row[column] ?? ''))));
	const words = widest((cell) => Math.max(...cell.split(' ').map(({ length }) => length)));
	const widths = narrowed(
		narrowed(
			widest(({ length }) => length),
			words,
		),
		words.map(() => LEAST_COLUMN),
	);
	for (const row of table) {
		const cells = row.map((cell, column) => pieces(cell, widths[column] ?? 0));
		for (let at = 0; at < Math.max(...cells.map(({ length }) => length)); at++) {
			const shown = cells.map((parts, column) => {
				const width = widths[column] ?? 0;
				return column === right ? (parts[at] ?? '').padStart(width) : (parts[at] ?? '').padEnd(width);
			});
			console.log(`  ${shown.join('  ').trimEnd()}`);
		}
	}
}

/** Widths by which a table fits: the widest column gives way first, none below what is its `least`. */
function narrowed(widths: number[], least: number[]): number[] {
	const found = [...widths];
	while (found.reduce((sum, width) => sum + width + 2, 0) > WIDTH) {
		const room = found.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
		const widest = Math.max(...room);
		if (widest === 0) break;
		found[room.indexOf(widest)] = widest - 1;
	}
	return found;
}

/** A line in as many as it takes; the later ones start two columns further in, behind a verdict below its text. */
function folded(text: string): string[] {
	if (text.length <= WIDTH) return [text];
	const [margin = ''] = /^(?:(?:ok|FAILED) +| *)/.exec(text) ?? [];
	const indent = ' '.repeat(margin.trim() === '' ? margin.length + 2 : margin.length);
	const [first = '', ...rest] = pieces(text, WIDTH, true);
	const more = rest.length === 0 ? [] : pieces(text.slice(first.length).trimStart(), WIDTH - indent.length, true);
	return [first, ...more.map((part) => indent + part)];
}

/** A text in pieces of a width, broken at spaces; a longer word is broken anywhere, or stays `whole`, so that an address can be copied. */
function pieces(text: string, width: number, whole = false): string[] {
	const found: string[] = [];
	let rest = text;
	while (rest.length > width && width > 0) {
		const margin = /^ */.exec(rest)?.[0].length ?? 0;
		const space = rest.lastIndexOf(' ', width);
		const next = rest.indexOf(' ', margin);
		const at = space > margin ? space : whole ? (next > margin ? next : rest.length) : width;
		found.push(rest.slice(0, at).trimEnd());
		rest = rest.slice(at).trimStart();
	}
	return rest === '' && found.length > 0 ? found : [...found, rest];
}
