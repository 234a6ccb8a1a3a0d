import { limitsOf, packagesPerRun, type Plan, sftpSecondsPerInvoice } from './limits';
import { MEASURED, PRESETS } from './measured';

/** A run of the import. */
interface Run {
	/** What it has not imported yet. */
	invoices: number;
	/** What it has claimed: packages are settled together, at its end. */
	packages: number;
	startedAt: number;
}

/** What a run that timed out has left behind. */
type Abandoned = Omit<Run, 'startedAt'> & { reclaimedAt: number };

/** What became of a day's invoices. */
export interface Day {
	/** When the last invoice was submitted, hours after the day began. */
	doneAfterHours: number;
	/** The longest time between an invoice's arrival and its submission, minutes. */
	longestWaitMinutes: number;
	/** Most invoices that lay in the lock-box at once. */
	mostWaiting: number;
	runs: number;
	/** Runs that the template's timeout ended. */
	timedOut: number;
}

const DAY_SECONDS = 86_400;
const WORK_SECONDS = 8 * 3_600;
/** Nothing is simulated for longer than so many days. */
const MOST_DAYS = 10;

/**
 * A day's invoices, second by second: they arrive, a poll a minute announces packages to a run, runs share Coupa's rate and
 * the workers' processors. Invoices are counted as fractions: it is a flow, not a list.
 */
export function simulate(plan: Plan): Day {
	const { pollSeconds, mostRuns, manyPackages, parallelInvoices, runSeconds, reclaimSeconds } = PRESETS;
	const { callsPerInvoice, workerSecondsPerInvoice } = MEASURED;
	const { invoicesPerDay, invoicesPerPackage, requestsPerSecond, callSeconds, roundTripSeconds, workers } = plan;
	const spreadOver = { evenly: DAY_SECONDS, '8 hours': WORK_SECONDS, 'at once': 1 }[plan.arrival];
	const runPace = Math.min(
		parallelInvoices / (callsPerInvoice * callSeconds),
		1 / sftpSecondsPerInvoice(invoicesPerPackage, roundTripSeconds),
	);
	const workerPace = Math.min(requestsPerSecond / workers / callsPerInvoice, 1 / workerSecondsPerInvoice);
	let runs: Run[] = [];
	let abandoned: Abandoned[] = [];
	let timedOut = 0;
	let [arrived, done, waiting, mostWaiting, started] = [0, 0, 0, 0, 0];
	const arrivedBy: number[] = [];
	let [longestWait, oldest] = [0, 0];
	for (let second = 0; second < MOST_DAYS * DAY_SECONDS; second++) {
		const coming = second < spreadOver ? invoicesPerDay / spreadOver : 0;
		arrived += coming;
		waiting += coming;
		arrivedBy.push(arrived);
		// The claims of a run that timed out count until they can be taken over.
		const claimed = [...runs, ...abandoned.filter(({ reclaimedAt }) => reclaimedAt > second)];
		const isBusy = claimed.length >= mostRuns && sumOf(claimed, 'packages') >= manyPackages;
		if (second % pollSeconds === 0 && !isBusy) {
			const due = abandoned.filter(({ reclaimedAt }) => reclaimedAt <= second);
			abandoned = abandoned.filter(({ reclaimedAt }) => reclaimedAt > second);
			// A package that is not complete yet is none.
			const packages = Math.min(packagesPerRun(invoicesPerPackage), Math.floor(waiting / invoicesPerPackage + 1e-6));
			waiting -= packages * invoicesPerPackage;
			if (packages > 0 || due.length > 0) {
				const invoices = packages * invoicesPerPackage + sumOf(due, 'invoices');
				runs.push({ invoices, packages: packages + sumOf(due, 'packages'), startedAt: second });
				started += 1;
			}
		}
		mostWaiting = Math.max(mostWaiting, waiting);
		// Runs on one worker share its processor and its requests per second.
		const pace = Math.min(runPace, (workerPace * Math.min(workers, runs.length)) / Math.max(1, runs.length));
		for (const run of runs) {
			const step = Math.min(run.invoices, pace);
			run.invoices -= step;
			done += step;
			if (second - run.startedAt < runSeconds || run.invoices <= 0) continue;
			abandoned.push({ invoices: run.invoices, packages: run.packages, reclaimedAt: second + reclaimSeconds });
			run.invoices = 0;
			timedOut += 1;
		}
		runs = runs.filter(({ invoices }) => invoices > 1e-9);
		while (oldest <= second && (arrivedBy[oldest] ?? Infinity) <= done + 1e-6) oldest += 1;
		longestWait = Math.max(longestWait, second - oldest + 1);
		if (done >= invoicesPerDay - 1e-3 && second >= spreadOver)
			return {
				doneAfterHours: second / 3_600,
				longestWaitMinutes: longestWait / 60,
				mostWaiting: Math.round(mostWaiting),
				runs: started,
				timedOut,
			};
	}
	throw new Error(`Not done after ${MOST_DAYS} days`);
}

function sumOf(parts: Array<Omit<Run, 'startedAt'>>, what: 'invoices' | 'packages'): number {
	return parts.reduce((sum, part) => sum + part[what], 0);
}

/** What keeps a plan from being faster: the tightest limit. */
export function bindingLimit(plan: Plan): { name: string; invoicesPerHour: number } {
	const [tightest] = limitsOf(plan);
	if (!tightest) throw new Error('There is always a limit');
	return { name: tightest.name, invoicesPerHour: tightest.perSecond * 3_600 };
}
