import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nApi } from '../harness/host/api';
import { line, printTable } from '../harness/print';
import type { Standing } from './counts';

const TABLE = 'Scan One invoices';
const SHOWN = ['number', 'supplier', 'total', 'outcome', 'coupa_id', 'status', 'reason'];
const LONGEST_CELL = 44;
const WITHIN_MS = 30_000;

/** What the template's import log holds of a delivery. */
export interface LogCounts {
	rows: number;
	/** Rows whose outcome, total, Coupa ID or status is not what the sandboxes say. */
	wrongRows: number;
}

/** Waits until the import log tells of each delivered invoice what the sandboxes say, and shows its rows of those that need somebody. */
export async function importLog(api: N8nApi, standings: Standing[]): Promise<LogCounts> {
	const started = Date.now();
	for (;;) {
		const rows = (await api.dataTableRows(TABLE)) ?? [];
		const wrongRows = standings.filter((standing) => !isAsLogged(standing, rows)).length;
		if ((wrongRows === 0 && rows.length >= standings.length) || Date.now() - started > WITHIN_MS) {
			show(rows);
			return { rows: rows.length, wrongRows };
		}
		await sleep(250);
	}
}

type Row = Record<string, unknown>;

function isAsLogged(standing: Standing, rows: Row[]): boolean {
	const [row, ...others] = rows.filter(
		({ number, supplier_number: supplier }) => number === standing.number && supplier === standing.supplier,
	);
	return (
		others.length === 0 &&
		row?.outcome === standing.outcome &&
		row.total === standing.total &&
		(row.coupa_id ?? null) === standing.coupaId &&
		(row.status ?? null) === standing.status
	);
}

function show(rows: Row[]): void {
	const isQuiet = ({ outcome }: Row) => outcome === 'imported' || outcome === 'alreadyImported';
	line(`Data table "${TABLE}": ${rows.length} rows, ${rows.filter(isQuiet).length} of them imported; the others:`);
	const cell = (value: unknown) => {
		const text = value === null || value === undefined ? '-' : String(value as string | number);
		return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
	};
	printTable(
		SHOWN,
		rows.filter((row) => !isQuiet(row)).map((row) => SHOWN.map((column) => cell(row[column]))),
	);
}
