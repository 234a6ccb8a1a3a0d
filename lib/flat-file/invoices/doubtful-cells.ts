import { shownName, type Problem, type Sliced } from '../../core';
import type { BoundHeader } from '../bind-header';
import { isFormula } from '../csv';
import type { ReadRow } from '../read-row';
import type { Room } from '../room';
import { shownCell } from '../shown-value';

/** Texts of a row that begin like a spreadsheet formula: they are taken as plain text, with a warning. */
export function formulaProblems({ raw, header, problems, room }: ReadRow): Problem[] {
	const found: Problem[] = [];
	for (const { place, name } of textsOf(header)) {
		const cell = raw.cells[place];
		if (cell === undefined || cell === '' || !isFormula(cell) || problems.some(({ column }) => column === name)) continue;
		const formula: Problem = {
			severity: 'warning',
			code: 'formulaCell',
			row: raw.row,
			column: name,
			value: shownCell(name, cell),
			message: 'The text begins like a spreadsheet formula. It is treated as plain text; check it before you open it in a spreadsheet.',
		};
		if (room.admits(formula)) found.push(formula);
	}
	return found;
}

const knownTexts = new WeakMap<BoundHeader, Array<{ place: number; name: string }>>();

/** Places of the texts that go to Coupa, and of those whose meaning nobody knows. */
function textsOf(header: BoundHeader): Array<{ place: number; name: string }> {
	const known = knownTexts.get(header);
	if (known !== undefined) return known;
	const texts = [
		...[...header.bound, ...header.beside]
			.filter(({ column }) => column.type.kind === 'text' && (column.use === 'field' || column.use === 'control'))
			.map(({ place, column }) => ({ place, name: column.name })),
		...header.aside.filter((aside) => !aside.known),
	];
	knownTexts.set(header, texts);
	return texts;
}

/** One warning for each column of an invoice's rows that Coupa does not document. */
export function* unknownColumnProblems(rows: ReadRow[], room: Room): Sliced<Problem[]> {
	const told = new Set<string>();
	const problems: Problem[] = [];
	for (const { raw, header } of rows) {
		yield;
		for (const { known, name, place } of header.aside) {
			const value = raw.cells[place] ?? '';
			if (known || value === '' || value.trim() === '') continue;
			const key = `${raw.rowKind}\n${name.toLowerCase()}`;
			if (told.has(key)) continue;
			told.add(key);
			const problem: Problem = {
				severity: 'warning',
				code: 'unknownColumn',
				row: raw.row,
				column: shownName(name),
				value: shownCell(name, value),
				message: `Coupa documents no column “${shownName(name)}” for “${raw.rowKind}”. Its cells are kept with the invoice but not sent; if it is a custom field, map it in the settings.`,
			};
			if (room.admits(problem)) problems.push(problem);
		}
	}
	return problems;
}
