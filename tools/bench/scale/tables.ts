import { type Plan, readOf } from './limits';
import { MEASURED, PRESETS } from './measured';
import { bindingLimit, simulate } from './simulate';

const USUAL: Plan = {
	invoicesPerDay: 100_000,
	invoicesPerPackage: 100,
	workers: 2,
	requestsPerSecond: PRESETS.requestsPerSecond,
	callSeconds: 0.2,
	roundTripSeconds: 0.03,
	arrival: 'evenly',
};

/** The plans of the table, each by what differs from the usual one. */
const PLANS: Array<Partial<Plan>> = [
	{ workers: 1 },
	{},
	{ workers: 4 },
	{ arrival: '8 hours' },
	{ arrival: 'at once' },
	{ arrival: 'at once', workers: 4 },
	{ arrival: 'at once', workers: 8 },
	{ arrival: 'at once', requestsPerSecond: MEASURED.coupaRequestsPerSecond },
	{ arrival: 'at once', callSeconds: 1.2 },
	{ arrival: 'at once', invoicesPerPackage: 1 },
	{ arrival: 'at once', invoicesPerPackage: 1, roundTripSeconds: 0.2 },
	{ arrival: 'evenly', invoicesPerPackage: 1, workers: 4 },
];

const SUPPLIERS = 1_000_000;
const WORKERS = [1, 2, 4, 8];
/** Bytes of a supplier as JSON: narrow as in the bench, and with the custom fields and addresses of a large company. */
const SUPPLIER_JSON = { narrow: 1_235, wide: 12_000 };
/** Node's own limit for what a process keeps, on a machine with 4 GB or more, MB. */
const NODE_HEAP_MB = 2_048;

/** 100,000 invoices a day: what binds, and when they are through. */
function invoiceTable(): string {
	const rows = PLANS.map((changes) => {
		const plan = { ...USUAL, ...changes };
		const { doneAfterHours, longestWaitMinutes, mostWaiting, runs, timedOut } = simulate(plan);
		const { name, invoicesPerHour } = bindingLimit(plan);
		return [
			plan.arrival,
			String(plan.invoicesPerPackage),
			String(plan.workers),
			String(plan.requestsPerSecond),
			`${plan.callSeconds} s`,
			`${Math.round(plan.roundTripSeconds * 1000)} ms`,
			name,
			thousands(invoicesPerHour),
			`${doneAfterHours.toFixed(1)} h`,
			duration(longestWaitMinutes),
			thousands(mostWaiting),
			timedOut > 0 ? `${runs}, ${timedOut} of them timed out` : String(runs),
		];
	});
	return markdown(
		[
			'They come',
			'Per package',
			'Workers',
			'Requests/s, all together',
			'Coupa answers in',
			'Lock-box round trip',
			'What binds',
			'Invoices an hour at most',
			'Last one submitted after',
			'Longest wait',
			'Most in Incoming',
			'Runs',
		],
		rows,
	);
}

/** 1,000,000 suppliers, all of them: how long one run reads, and whether the template's timeout lets it. */
function supplierTable(): string {
	const rows = WORKERS.map((workers) => {
		const { calls, seconds } = readOf(SUPPLIERS, { workers, requestsPerSecond: PRESETS.requestsPerSecond }, SUPPLIER_JSON.narrow);
		return [
			String(workers),
			String(PRESETS.requestsPerSecond / workers),
			thousands(calls),
			duration(seconds / 60),
			seconds <= PRESETS.syncSeconds ? 'yes' : `no: raise it above ${Math.ceil(seconds / 60)} min`,
		];
	});
	return markdown(['Workers', 'Requests/s of each', 'Calls', 'Time', `Within the template's ${PRESETS.syncSeconds / 60} min`], rows);
}

/** What 1,000,000 suppliers take as items and as a file. */
function memoryTable(): string {
	const rows = Object.entries(SUPPLIER_JSON).map(([kind, bytes]) => {
		const { itemsMb, fileBytes } = readOf(SUPPLIERS, USUAL, bytes);
		const most = Math.floor((NODE_HEAP_MB / itemsMb) * SUPPLIERS);
		return [
			`${kind}, ${(bytes / 1000).toFixed(1)} kB of JSON`,
			`${(itemsMb / 1024).toFixed(1)} GB`,
			thousands(Math.floor(most / 10_000) * 10_000),
			kind === 'narrow'
				? `${Math.round(fileBytes / 1024 / 1024)} MB (database mode takes ${PRESETS.largestFileBytes / 1024 / 1024})`
				: 'as narrow: columns, not fields, count',
		];
	});
	return markdown(
		['A supplier', '1,000,000 as items', `Most in a heap of ${NODE_HEAP_MB / 1024} GB`, '1,000,000 as a file (Export to File)'],
		rows,
	);
}

/** How soon n8n's own tables are full, and what else grows with invoices. */
function storageTable(): string {
	const { logBytesPerInvoice, binaryBytesPerInvoice } = MEASURED;
	const full = PRESETS.dataTablesBytes / logBytesPerInvoice;
	return markdown(
		['What', 'Each invoice', '100,000 invoices', 'Limit'],
		[
			[
				'Import log (Data table)',
				`${logBytesPerInvoice} bytes`,
				megabytes(logBytesPerInvoice * USUAL.invoicesPerDay),
				`${PRESETS.dataTablesBytes / 1024 / 1024} MB for all Data tables together: full after ${thousands(full)} invoices, ${(full / USUAL.invoicesPerDay).toFixed(1)} days`,
			],
			[
				'Page images (table `binary_data`)',
				`its size, and ${binaryBytesPerInvoice} bytes in the test`,
				'only those of the last hour or so',
				'disk; a run that fails keeps them as long as its execution is kept',
			],
		],
	);
}

/** All tables as docs/queue-mode.md holds them, between its marks. */
export function simulationText(): string {
	const { callsPerInvoice, sftpRequestsPerPackage, workerSecondsPerInvoice } = MEASURED;
	return [
		`Measured: ${callsPerInvoice} Coupa requests an invoice, ${sftpRequestsPerPackage} SFTP requests a package (${MEASURED.packagesAtOnce} packages at once) and up to ${MEASURED.sftpRequestsPerInvoice} an invoice, ${milliseconds(workerSecondsPerInvoice)} of a worker’s processor time an invoice (2 cores of a shared machine; its row in the import log included), ${MEASURED.rowsPerPage} records a page.`,
		'',
		'**100,000 invoices a day**',
		'',
		invoiceTable(),
		'',
		'**1,000,000 suppliers, a full snapshot**',
		'',
		supplierTable(),
		'',
		memoryTable(),
		'',
		'**What fills up**',
		'',
		storageTable(),
	].join('\n');
}

function markdown(header: string[], rows: string[][]): string {
	return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function thousands(value: number): string {
	return Math.round(value).toLocaleString('en-US');
}

function megabytes(bytes: number): string {
	return `${Math.round(bytes / 1024 / 1024)} MB`;
}

function milliseconds(seconds: number): string {
	return `${Math.round(seconds * 1000)} ms`;
}

/** Minutes as a person says them. */
function duration(minutes: number): string {
	if (minutes < 1.5) return 'a minute';
	return minutes < 100 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
