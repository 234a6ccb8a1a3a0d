import { MEASURED, PRESETS } from './measured';

/** An installation and its load. */
export interface Plan {
	invoicesPerDay: number;
	invoicesPerPackage: number;
	/** Worker processes, each with a core of its own. */
	workers: number;
	/** Requests per Second, all workers together. */
	requestsPerSecond: number;
	/** Coupa's time for an answer, s. */
	callSeconds: number;
	/** A round trip to the lock-box, s. */
	roundTripSeconds: number;
	/** How the day's invoices come: evenly over 24 hours, over 8 hours of work, or all at once. */
	arrival: 'evenly' | '8 hours' | 'at once';
}

/** One thing that holds the import back. */
export interface Limit {
	name: string;
	/** Invoices a second that it lets through. */
	perSecond: number;
}

/**
 * What each limit lets through when there is always enough to do, the tightest one first.
 *
 * A run is on one worker and has that worker's share of the requests per second.
 */
export function limitsOf({ invoicesPerPackage, workers, requestsPerSecond, callSeconds, roundTripSeconds }: Plan): Limit[] {
	const { callsPerInvoice, workerSecondsPerInvoice } = MEASURED;
	const { parallelInvoices, pollSeconds } = PRESETS;
	const runs = runsAtOnce(invoicesPerPackage);
	const busyWorkers = Math.min(workers, runs);
	return [
		{
			name: busyWorkers < workers ? `requests per second of the ${busyWorkers} workers that get a run` : 'requests per second',
			perSecond: ((requestsPerSecond / workers) * busyWorkers) / callsPerInvoice,
		},
		{ name: 'Coupa’s answer time', perSecond: (runs * parallelInvoices) / (callsPerInvoice * callSeconds) },
		{ name: 'processors of the workers', perSecond: busyWorkers / workerSecondsPerInvoice },
		{
			name: 'SFTP round trips',
			perSecond: runs / sftpSecondsPerInvoice(invoicesPerPackage, roundTripSeconds),
		},
		{ name: 'packages per poll', perSecond: (packagesPerRun(invoicesPerPackage) * invoicesPerPackage) / pollSeconds },
	].sort((left, right) => left.perSecond - right.perSecond);
}

/** What an invoice waits for the lock-box in its run, where packages and invoices are under way side by side. */
export function sftpSecondsPerInvoice(invoicesPerPackage: number, roundTripSeconds: number): number {
	const { sftpRequestsPerPackage, packagesAtOnce, sftpRequestsPerInvoice } = MEASURED;
	const ofPackage = sftpRequestsPerPackage / (packagesAtOnce * invoicesPerPackage);
	return roundTripSeconds * (ofPackage + sftpRequestsPerInvoice / PRESETS.parallelInvoices);
}

/** Packages that one run takes: those announced at a poll, until it has enough invoices. */
export function packagesPerRun(invoicesPerPackage: number): number {
	return Math.min(PRESETS.packagesPerPoll, Math.ceil(PRESETS.invoicesPerRun / invoicesPerPackage));
}

/** Runs that are at work when there is always enough to do: the trigger lets no further one begin while these have many packages. */
function runsAtOnce(invoicesPerPackage: number): number {
	return Math.max(PRESETS.mostRuns, Math.ceil(PRESETS.manyPackages / packagesPerRun(invoicesPerPackage)));
}

/** What reading a whole table takes. */
interface TableRead {
	calls: number;
	seconds: number;
	/** Memory of its records as items. */
	itemsMb: number;
	/** The same records in a file of Export to File. */
	fileBytes: number;
}

/** How long one run takes to read a table to its end, s, and the memory of its records as items, MB. */
export function readOf(
	records: number,
	{ workers, requestsPerSecond }: Pick<Plan, 'workers' | 'requestsPerSecond'>,
	jsonBytes: number,
): TableRead {
	const { rowsPerPage, heapPerJsonByte, bytesPerSupplierRow } = MEASURED;
	const calls = Math.ceil(records / rowsPerPage);
	return {
		calls,
		seconds: calls / (requestsPerSecond / workers),
		itemsMb: (records * jsonBytes * heapPerJsonByte) / 1024 / 1024,
		fileBytes: records * bytesPerSupplierRow,
	};
}
