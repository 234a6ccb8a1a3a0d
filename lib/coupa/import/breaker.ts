/** Stops asking after so many invoices in a row that Coupa did not answer to. */
const FAILURES_IN_A_ROW = 5;

/** Counts failures of the infrastructure; one invoice that gets through starts the count anew. */
export class Breaker {
	private failures = 0;

	record(infrastructureFailed: boolean): void {
		this.failures = infrastructureFailed ? this.failures + 1 : 0;
	}

	get isOpen(): boolean {
		return this.failures >= FAILURES_IN_A_ROW;
	}
}
