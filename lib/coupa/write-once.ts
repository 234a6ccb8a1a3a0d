import { CoupaError } from './errors';
import { backoffMs } from './retry';

/** Lets time pass between tries; throws when the run is cancelled meanwhile. A CoupaClient is one. */
export interface Waiter {
	wait(milliseconds: number): Promise<void>;
}

/** How Coupa shows whether a write was carried out. */
interface Proof<Seen> {
	/** Reads the record or the list that shows it. */
	read(): Promise<Seen>;
	/** True: it was carried out. False: surely not, so it is sent again. Null: nobody can tell (yet). */
	isDone(seen: Seen): boolean | null;
}

/** One write (POST, PUT or DELETE) that must not be carried out twice. */
export interface Write<Answer, Seen> {
	/** Performs the write, with one request. */
	send(): Promise<Answer>;
	/** Called right before every send; throws where nothing may be written any more (claim over, run cancelled). */
	beforeSend?(): void;
	/** Left out where no record can show it: then a lost answer is reported at once. */
	proof?: Proof<Seen>;
	/** Reads Coupa also before a refused write is sent again: for records that another run may be writing too. */
	readBeforeResend?: boolean;
	/** What to look at in Coupa where nobody can tell how it ended: the hint of the error. */
	hint: string;
}

/** How often and how long a write is tried. Times are milliseconds. */
export interface WritePacing {
	/** Sends, the first one included. */
	attempts: number;
	/** After so many lost answers it is not sent again. */
	lostAnswers: number;
	/** Waits before each reading after a lost answer: Coupa's lists may lag (design §4). */
	lostAnswerWaitsMs: number[];
	/** How many of these waits there are where something on the way answered, or 503: most likely nothing was let through. */
	refusedWaits: number;
	/** Longest first back-off after a write that was surely not carried out, at least half of it; it doubles with each try. */
	baseDelayMs: number;
	/** Upper bound of one back-off. */
	maxDelayMs: number;
	/** No wait begins that would end later than this after the start. */
	totalMs: number;
	/** A clock that only goes forward; for tests. */
	now(): number;
}

const WRITE_PACING: WritePacing = {
	attempts: 5,
	lostAnswers: 3,
	lostAnswerWaitsMs: [2_000, 10_000, 30_000, 60_000],
	refusedWaits: 2,
	baseDelayMs: 2_000,
	maxDelayMs: 30_000,
	totalMs: 600_000,
	now: () => performance.now(),
};

/** How a write ended that was carried out. */
export type WriteEnd<Answer, Seen> =
	| { kind: 'answered'; answer: Answer }
	/** The answer was lost; what was read afterwards shows that it was carried out. */
	| { kind: 'found'; seen: Seen };

/**
 * The one protocol of every write that Coupa does not make safe to repeat (design §2a). What Coupa surely did not carry out
 * (429, refused connection) is sent again after a back-off; the limiter honours Retry-After besides. After a lost answer
 * Coupa is read first: carried out, its record is the result; surely not, it is sent again; where nobody can tell, nothing
 * is repeated.
 *
 * @throws CoupaError with `mayHaveHappened` and the hint of the write where nobody can tell; as Coupa put it where it
 * refused, or was surely never reached, after the last try. Whatever `beforeSend` and the waiter throw.
 */
export async function writeOnce<Answer, Seen = never>(
	waiter: Waiter,
	write: Write<Answer, Seen>,
	pacing: Partial<WritePacing> = {},
): Promise<WriteEnd<Answer, Seen>> {
	return await new Writing(waiter, write, { ...WRITE_PACING, ...pacing }).run();
}

/** Whether Coupa surely did not carry a write out, and may do so when asked again. */
function surelyNotDone(error: CoupaError): boolean {
	return !error.details.mayHaveHappened && isPassing(error);
}

/** Failures that usually pass by themselves. */
function isPassing({ kind }: CoupaError): boolean {
	return kind === 'rateLimited' || kind === 'network' || kind === 'server';
}

class Writing<Answer, Seen> {
	private readonly startedAt: number;
	private lost = 0;

	constructor(
		private readonly waiter: Waiter,
		private readonly write: Write<Answer, Seen>,
		private readonly pacing: WritePacing,
	) {
		this.startedAt = pacing.now();
	}

	async run(): Promise<WriteEnd<Answer, Seen>> {
		for (let attempt = 1; ; attempt++) {
			this.write.beforeSend?.();
			try {
				return { kind: 'answered', answer: await this.write.send() };
			} catch (error) {
				if (!(error instanceof CoupaError)) throw error;
				const found = await this.foundAfter(error, attempt);
				if (found !== null) return found;
			}
		}
	}

	/** What Coupa shows after a send that failed; null when it is to be sent again. */
	private async foundAfter(failure: CoupaError, attempt: number): Promise<WriteEnd<Answer, Seen> | null> {
		const isLast = attempt >= this.pacing.attempts;
		if (failure.details.mayHaveHappened) {
			const found = await this.foundAfterLoss(failure);
			if (found === null && (isLast || this.lost >= this.pacing.lostAnswers)) throw surelyWithoutEffect(failure);
			return found;
		}
		if (!surelyNotDone(failure)) {
			// A write that was lost and arrived late makes Coupa refuse the second one.
			const found = this.lost > 0 && failure.kind === 'validation' ? await this.lookLater(0, failure) : null;
			if (found === null || found === 'unknown') throw failure;
			return found;
		}
		const { baseDelayMs, maxDelayMs } = this.pacing;
		const delayMs = (Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1)) + backoffMs(attempt, baseDelayMs, maxDelayMs)) / 2;
		if (isLast || !this.hasTimeFor(delayMs)) throw failure;
		await this.waiter.wait(delayMs);
		const found = this.write.readBeforeResend === true ? await this.look() : null;
		return found === 'unknown' ? null : found;
	}

	/** Null: surely not carried out. Throws where nobody can tell. */
	private async foundAfterLoss(failure: CoupaError): Promise<WriteEnd<Answer, Seen> | null> {
		this.lost += 1;
		if (this.write.proof === undefined) throw this.notKnown(failure);
		const { lostAnswerWaitsMs, refusedWaits } = this.pacing;
		const isRefused = failure.kind === 'gateway' || failure.details.status === 503;
		const waits = isRefused ? lostAnswerWaitsMs.slice(0, refusedWaits) : lostAnswerWaitsMs;
		for (const wait of waits.slice(Math.min(this.lost, waits.length) - 1)) {
			if (!this.hasTimeFor(wait)) break;
			const found = await this.lookLater(wait, failure);
			if (found !== 'unknown') return found;
		}
		throw this.notKnown(failure);
	}

	private async lookLater(waitMs: number, failure: CoupaError): Promise<WriteEnd<Answer, Seen> | 'unknown' | null> {
		try {
			await this.waiter.wait(waitMs);
			return await this.look();
		} catch (error) {
			if (!(error instanceof CoupaError)) throw error;
			if (!isPassing(error) && error.kind !== 'gateway') throw this.notKnown(failure, error);
			return 'unknown';
		}
	}

	private async look(): Promise<WriteEnd<Answer, Seen> | 'unknown' | null> {
		if (this.write.proof === undefined) return 'unknown';
		const seen = await this.write.proof.read();
		const isDone = this.write.proof.isDone(seen);
		if (isDone === null) return 'unknown';
		return isDone ? { kind: 'found', seen } : null;
	}

	private hasTimeFor(waitMs: number): boolean {
		return this.pacing.now() - this.startedAt + waitMs <= this.pacing.totalMs;
	}

	/** `reading` is what kept Coupa from being read. */
	private notKnown(failure: CoupaError, reading?: CoupaError): CoupaError {
		const why =
			reading === undefined
				? failure.message
				: `${sentence(failure.message)} Whether it was carried out could not be checked either: ${reading.message}`;
		return new CoupaError(`It is not known whether Coupa carried this out. ${why}`, failure.kind, {
			...failure.details,
			mayHaveHappened: true,
			hint: this.write.hint,
			cause: failure,
		});
	}
}

function surelyWithoutEffect(failure: CoupaError): CoupaError {
	return new CoupaError(failure.message, failure.kind, {
		...failure.details,
		mayHaveHappened: false,
		hint: 'Coupa shows that it was not carried out: run it again later.',
		cause: failure,
	});
}

/** Coupa's own words end with or without a full stop. */
function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
