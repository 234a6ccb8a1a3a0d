import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { limitsOf, type Plan, readOf } from '../../../tools/bench/scale/limits';
import { MEASURED } from '../../../tools/bench/scale/measured';
import { bindingLimit, simulate } from '../../../tools/bench/scale/simulate';
import { simulationText } from '../../../tools/bench/scale/tables';
import { PROJECT } from '../../../tools/harness/project';

const plan = (changes: Partial<Plan> = {}): Plan => ({
	invoicesPerDay: 10_000,
	invoicesPerPackage: 100,
	workers: 2,
	requestsPerSecond: 20,
	callSeconds: 0.2,
	roundTripSeconds: 0.03,
	arrival: 'at once',
	...changes,
});

test('docs/queue-mode.md holds the tables that the simulation makes', () => {
	const text = readFileSync(join(PROJECT, 'docs', 'queue-mode.md'), 'utf8');
	expect(text).toContain(`<!-- simulation: made by \`npm run simulate\` -->\n${simulationText()}\n<!-- end of the simulation -->`);
});

test('the simulation agrees with the bench: 600 packages of one invoice, 20 ms away, took 154 s', () => {
	const backlog = plan({ invoicesPerDay: 600, invoicesPerPackage: 1, workers: 1, callSeconds: 0.02, roundTripSeconds: 0.02 });
	const seconds = simulate(backlog).doneAfterHours * 3_600;
	expect(seconds).toBeGreaterThan(0.9 * 154);
	expect(seconds).toBeLessThan(1.1 * 154);
});

test('no plan is through sooner than its tightest limit allows', () => {
	for (const changes of [{}, { workers: 1 }, { workers: 4 }, { callSeconds: 1.2 }, { invoicesPerPackage: 1 }, { requestsPerSecond: 40 }]) {
		const { invoicesPerHour } = bindingLimit(plan(changes));
		const { doneAfterHours } = simulate(plan(changes));
		// Packages of a hundred let a further run begin beside those that make the trigger wait.
		expect(doneAfterHours).toBeGreaterThan((0.6 * 10_000) / invoicesPerHour);
	}
});

test('what does not come faster than it is imported waits for the next poll only', () => {
	const { longestWaitMinutes, doneAfterHours, timedOut } = simulate(plan({ arrival: 'evenly', invoicesPerDay: 100_000 }));
	expect(longestWaitMinutes).toBeLessThan(4);
	expect(doneAfterHours).toBeCloseTo(24, 1);
	expect(timedOut).toBe(0);
});

test('the limits: Coupa’s rate is shared by workers, a run has one share', () => {
	const rate = (workers: number) => limitsOf(plan({ workers })).find(({ name }) => name.startsWith('requests per second'))?.perSecond;
	expect(rate(1)).toBeCloseTo(20 / MEASURED.callsPerInvoice, 6);
	expect(rate(2)).toBeCloseTo(20 / MEASURED.callsPerInvoice, 6);
	expect(rate(8)).toBeCloseTo((3 * 2.5) / MEASURED.callsPerInvoice, 6);
	expect(bindingLimit(plan({ invoicesPerPackage: 1 }))).toEqual({ name: 'packages per poll', invoicesPerHour: 12_000 });
	expect(bindingLimit(plan({ callSeconds: 2 })).name).toBe('Coupa’s answer time');
	expect(bindingLimit(plan({ invoicesPerPackage: 1, roundTripSeconds: 1 })).name).toBe('SFTP round trips');
});

test('a million suppliers: 20,000 pages at one worker’s share', () => {
	const { calls, seconds } = readOf(1_000_000, { workers: 2, requestsPerSecond: 20 }, 1_235);
	expect([calls, seconds]).toEqual([20_000, 2_000]);
});
