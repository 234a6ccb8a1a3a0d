/** What `npm run bench` answers; null for a part that was left out. */
export interface Figures {
	/** Get Many → Return All against 25 requests of 50 rows a second, after the first burst. */
	readCeilingShare: number | null;
	/** The same at 1.2 s a page, as measured at real tenants. */
	readCeilingShareReal: number | null;
	/** The same at the end of a table of 4.77 million rows, where each row that an offset skips costs 0.41 µs besides. */
	readCeilingShareDeep: number | null;
	/** Get Many, whole, against n8n's HTTP Request node paging the same table. */
	ratioToHttpRequestNode: number | null;
	/** Calls of a sync of 100,000 suppliers when nothing has changed, and how long its run takes. */
	noChangeCalls: number | null;
	noChangeSeconds: number | null;
	/** Most memory of the n8n process above idle while 200,000 suppliers are exported to a file. */
	exportPeakMemoryMb: number | null;
	/** Time of n8n's Extract From File (CSV) by that of ours on one file. */
	csvReadRatio: number | null;
	/** How long 600 packages of one invoice take from Incoming to the archive. */
	backlogMinutes: number | null;
	/** SFTP requests that each of them costs, polls included: no more than so many round trips. */
	sftpRoundTripsPerPackage: number | null;
	/** Most memory of the n8n process above idle while 50 packages of 10 MB are imported in one run. */
	manyPackagesPeakMemoryMb: number | null;
	/** Longest block of the event loop while any of a set of hostile packages is read. */
	longestBlockMs: number | null;
	/** Most memory above idle while one of them is read: at most 100 MB and 8 times the package, of which the largest has 51 MB. */
	hostilePeakMb: number | null;
	/** How long a common e-invoice of 20 lines takes from its bytes to its record, in the slowest of three forms. */
	eInvoiceMs: number | null;
}

export const NO_FIGURES: Figures = {
	readCeilingShare: null,
	readCeilingShareReal: null,
	readCeilingShareDeep: null,
	ratioToHttpRequestNode: null,
	noChangeCalls: null,
	noChangeSeconds: null,
	exportPeakMemoryMb: null,
	csvReadRatio: null,
	backlogMinutes: null,
	sftpRoundTripsPerPackage: null,
	manyPackagesPeakMemoryMb: null,
	longestBlockMs: null,
	hostilePeakMb: null,
	eInvoiceMs: null,
};

/** Something that has to hold for the figures to count. */
export interface Check {
	name: string;
	passed: boolean;
	detail: string;
}

/** What one part of the bench gives. */
export interface PartResult {
	figures: Partial<Figures>;
	checks: Check[];
	/** Everything measured, for the report. */
	detail: object;
}

interface Target {
	text: string;
	isMet: (value: number) => boolean;
	unit: string;
	digits: number;
}

const TARGETS: Record<keyof Figures, Target> = {
	readCeilingShare: { text: '≥ 0.95', isMet: (value) => value >= 0.95, unit: 'of 1,250 rows/s', digits: 3 },
	readCeilingShareReal: { text: '≥ 0.95', isMet: (value) => value >= 0.95, unit: 'of 1,250 rows/s', digits: 3 },
	readCeilingShareDeep: { text: '≥ 0.9', isMet: (value) => value >= 0.9, unit: 'of 1,250 rows/s', digits: 3 },
	ratioToHttpRequestNode: { text: '≥ 4.5', isMet: (value) => value >= 4.5, unit: 'times as fast', digits: 2 },
	noChangeCalls: { text: '≤ 3', isMet: (value) => value <= 3, unit: 'calls', digits: 0 },
	noChangeSeconds: { text: '< 2', isMet: (value) => value < 2, unit: 's', digits: 2 },
	exportPeakMemoryMb: { text: '< 100', isMet: (value) => value < 100, unit: 'MB above idle', digits: 0 },
	csvReadRatio: { text: '≥ 1', isMet: (value) => value >= 1, unit: 'times as fast', digits: 2 },
	backlogMinutes: { text: '≤ 4', isMet: (value) => value <= 4, unit: 'minutes', digits: 1 },
	sftpRoundTripsPerPackage: { text: '≤ 30', isMet: (value) => value <= 30, unit: 'requests', digits: 1 },
	manyPackagesPeakMemoryMb: { text: '≤ 400', isMet: (value) => value <= 400, unit: 'MB above idle', digits: 0 },
	longestBlockMs: { text: '≤ 200', isMet: (value) => value <= 200, unit: 'ms', digits: 0 },
	hostilePeakMb: { text: '≤ 510', isMet: (value) => value <= 510, unit: 'MB above idle', digits: 0 },
	eInvoiceMs: { text: '≤ 50', isMet: (value) => value <= 50, unit: 'ms', digits: 0 },
};

/** Name, value, target and verdict of every figure measured. */
export function figureRows(figures: Figures): string[][] {
	return (Object.keys(TARGETS) as Array<keyof Figures>).flatMap((name) => {
		const value = figures[name];
		const { text, isMet, unit, digits } = TARGETS[name];
		return value === null ? [] : [[name, value.toFixed(digits), unit, text, isMet(value) ? 'met' : 'MISSED']];
	});
}

export function isOnTarget(figures: Figures, checks: Check[]): boolean {
	return figureRows(figures).every((row) => row.at(-1) === 'met') && checks.every(({ passed }) => passed);
}

export function median(values: number[]): number {
	const sorted = values.toSorted((left, right) => left - right);
	const middle = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	if (low === undefined || high === undefined) throw new Error('No values');
	return (low + high) / 2;
}

export function check(name: string, passed: boolean, detail: string): Check {
	return { name, passed, detail };
}
