import { fitsDecimal, isRecord, parseDecimal, shownName, type CoupaRecord, type Json } from '../core';
import { readListCell, readPhoneCell, writeListCell, writePhoneCell } from './compound-cells';
import { readDate, type DateFormat } from './dates';
import type { CellType, Column } from './table';

/** A cell turned into a record value, or what is wrong with it. */
export type CellReading = { value: Json } | { code: string; message: string };

const YES = new Set(['yes', 'true', 'y', 't', '1']);
const NO = new Set(['no', 'false', 'n', 'f', '0']);

/** Reads one non-blank, trimmed cell by the type of its column. Nothing is rounded, shortened or guessed. */
export function readCell(column: Pick<Column, 'type' | 'allowed' | 'name'>, cell: string, dateFormat: DateFormat): CellReading {
	switch (column.type.kind) {
		case 'text':
			return readText(column, cell, column.type.max);
		case 'decimal':
			return readDecimal(cell, column.type.precision, column.type.scale);
		case 'integer':
			return /^\d{1,15}$/.test(cell)
				? { value: Number(cell) }
				: { code: 'integer', message: `“${column.name}” must be a whole number, written in digits only.` };
		case 'boolean':
			return readBoolean(column.name, cell);
		case 'flag':
			return readFlag(column.name, cell);
		case 'list':
			return { value: readListCell(cell, column.type.of) };
		case 'phone':
			return { value: readPhoneCell(cell) };
		case 'date':
		case 'dateTime': {
			const reading = readDate(cell, dateFormat);
			if ('message' in reading) return { code: 'date', message: reading.message };
			return { value: column.type.kind === 'date' ? reading.day : reading.full };
		}
	}
}

function readText(column: Pick<Column, 'allowed' | 'name'>, cell: string, max: number | undefined): CellReading {
	if (max !== undefined && cell.length > max && Array.from(cell).length > max) {
		return {
			code: 'tooLong',
			message: `“${column.name}” has ${Array.from(cell).length} characters; Coupa accepts ${max}. Shorten it and send the file again.`,
		};
	}
	if (!column.allowed) return { value: cell };
	const match = column.allowed.find((allowed) => allowed.toLowerCase() === cell.toLowerCase());
	return match !== undefined
		? { value: match }
		: { code: 'allowedValue', message: `“${column.name}” must be one of: ${column.allowed.join(', ')}.` };
}

function readDecimal(cell: string, precision: number | undefined, scale: number | undefined): CellReading {
	const decimal = parseDecimal(cell);
	if (decimal === null) {
		return {
			code: 'decimal',
			message:
				'This is not a plain number. Write digits with a decimal point only, such as 1234.50: no thousands separator, currency sign or decimal comma.',
		};
	}
	if (precision !== undefined && scale !== undefined && !fitsDecimal(decimal, precision, scale)) {
		return {
			code: 'decimalSize',
			message: `The number does not fit: Coupa accepts at most ${precision - scale} digits before the decimal point and ${scale} after it.`,
		};
	}
	return { value: plainDigits(cell) };
}

/** JSON spelling of a decimal with every digit kept: `+5.` → `5`, `-.50` → `-0.50`. */
function plainDigits(cell: string): string {
	return cell
		.replace(/^\+/, '')
		.replace(/\.$/, '')
		.replace(/^(-?)\./, '$10.');
}

function readBoolean(name: string, cell: string): CellReading {
	const answer = cell.toLowerCase();
	if (YES.has(answer)) return { value: true };
	if (NO.has(answer)) return { value: false };
	return { code: 'boolean', message: `“${name}” must be Yes or No (also True/False, Y/N, T/F).` };
}

function readFlag(name: string, cell: string): CellReading {
	if (!NO.has(cell.toLowerCase())) return { value: true };
	return {
		code: 'creditNoteFlag',
		message: `Any content in “${name}”, even “${shownName(cell)}”, makes Coupa load a credit note. Leave the cell empty for an invoice, or write Yes for a credit note.`,
	};
}

/** Writes a record value as the cell that `readCell` reads back; blank for absent values. */
export function formatCell(column: Pick<Column, 'type'>, value: Json | undefined): string {
	if (typeof value === 'string') return column.type.kind === 'flag' ? '' : value;
	if (value === undefined || value === null) return '';
	if (typeof value === 'object') return formatCompound(column.type, value);
	if (column.type.kind === 'flag') return value === true ? 'Yes' : '';
	if (typeof value === 'boolean') return formatBoolean(column.type, value);
	return String(value);
}

function formatCompound(type: CellType, value: Json[] | CoupaRecord): string {
	if (type.kind === 'list' && Array.isArray(value)) return writeListCell(value, type.of);
	return type.kind === 'phone' && isRecord(value) ? writePhoneCell(value) : '';
}

function formatBoolean(type: CellType, value: boolean): string {
	if (type.kind === 'boolean' && type.digits) return value ? '1' : '0';
	return value ? 'Yes' : 'No';
}
