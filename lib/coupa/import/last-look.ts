import type { Work } from './work';

/** A draft of ours that waits for the look. */
interface Parked {
	work: Work;
	id: number;
	resolve: (isShown: boolean) => void;
	reject: (error: unknown) => void;
}

/** After so long without a further draft, those that wait are looked up though other invoices are still being worked on. */
const PATIENCE_MS = 15_000;

/**
 * The look at Coupa between the POST of a draft and its submit. It makes a second submit impossible, whatever sleeps and
 * whatever clocks do: of the drafts of one delivery only the first one is submitted (`decide`), and whoever submits has
 * looked after its own POST. Ids rise, so of two runs the later one sees the earlier one's draft; two can never both be first.
 *
 * One look serves all drafts of a batch: they wait for it, without keeping others from being worked on, until no invoice
 * is busy any more, or some seconds.
 */
export class LastLook {
	private parked: Parked[] = [];
	private busy = 0;
	private patience: NodeJS.Timeout | undefined;
	private onIdle: (() => void) | undefined;

	/** The work on one invoice, from its turn to its end: those that wait may wait for it. */
	async during<Result>(job: () => Promise<Result>): Promise<Result> {
		this.busy += 1;
		try {
			return await job();
		} finally {
			this.rest();
		}
	}

	/**
	 * Waits for the next look; to be called within `during`. False where Coupa's list does not show the draft, even after some
	 * waits: what was there before it may not be shown then either.
	 *
	 * @throws CoupaError or Undecided where the look-up failed, or the run was cancelled meanwhile
	 */
	async at(work: Work, id: number): Promise<boolean> {
		const looked = new Promise<boolean>((resolve, reject) => this.parked.push({ work, id, resolve, reject }));
		clearTimeout(this.patience);
		this.patience = setTimeout(() => {
			this.lookNow();
		}, PATIENCE_MS);
		return await this.resting(looked);
	}

	/** Waits for something else than Coupa's answer within `during`: the look does not wait for this invoice meanwhile. */
	async resting<Result>(event: Promise<Result>): Promise<Result> {
		this.rest();
		try {
			return await event;
		} finally {
			this.busy += 1;
		}
	}

	/** Resolves, once, instead of looking when no invoice is busy: the look then waits for what begins now, at least for `check`. */
	async whenIdle(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.onIdle = resolve;
			this.check();
		});
	}

	/** Looks unless an invoice is busy; the one whose turn comes next gets busy within the same tick. */
	check(): void {
		setImmediate(() => {
			if (this.busy > 0) return;
			const { onIdle } = this;
			this.onIdle = undefined;
			if (onIdle) onIdle();
			else this.lookNow();
		});
	}

	private rest(): void {
		this.busy -= 1;
		if (this.busy === 0) this.check();
	}

	private lookNow(): void {
		clearTimeout(this.patience);
		const parked = this.parked;
		this.parked = [];
		lookFor(parked).catch((error: unknown) => {
			for (const { reject } of parked) reject(error);
		});
	}
}

/** A list that does not show a draft of ours yet lags behind (design §4): it is looked at again. */
async function lookFor(parked: Parked[]): Promise<void> {
	const [first] = parked;
	if (first === undefined) return;
	const { existing, settings } = first.work.run;
	let missing = parked;
	for (const waitMs of [0, ...settings.lostAnswerWaitsMs]) {
		if (waitMs > 0) await first.work.wait(waitMs);
		const shown = await existing.reloadUntil(missing.map(({ work, id }) => ({ identity: work.identity, id })));
		missing = missing.filter((one) => !isSettled(one, shown));
		if (missing.length === 0) return;
	}
	for (const { resolve } of missing) resolve(false);
}

function isSettled({ work, id, resolve, reject }: Parked, shown: Set<number>): boolean {
	try {
		work.run.existing.assertKnown(work.identity);
	} catch (error) {
		reject(error);
		return true;
	}
	if (shown.has(id)) resolve(true);
	return shown.has(id);
}
