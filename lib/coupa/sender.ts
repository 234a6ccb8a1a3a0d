import { AnswerTimes } from './answer-times';
import { CoupaError } from './errors';
import { cancelled, isCoupasRefusal, noAnswer, refusal } from './failure';
import { limiterFor, type Limiter } from './limiter';
import { isErrorAnswer } from './messages';
import { checkAnyPath, checkPath } from './path';
import { backoffMs, busyMs, isTransient, MORE_WHEN_BUSY, retryAfterMs } from './retry';
import type { ClientSettings } from './settings';
import { TokenKeeper, type TokenInUse } from './token';
import { TransportFailure, type CoupaRequest, type CoupaResponse, type CoupaTransport } from './transport';

/** What the kind of call allows. */
export interface SendOptions {
	/** Sending it again does no harm: GET, `exported`, image scans (design §6). */
	repeatable: boolean;
	/** Hands a 404 of the API back instead of throwing: a JSON list may say "nothing found" with it (rules.md §2). */
	emptyWhenNotFound?: boolean;
	/** The path is one that a person wrote: anything below `/api` will do. */
	anyPath?: boolean;
	/** Gives up this one request, if it is still waiting to be sent; rejects with the signal's reason. */
	signal?: AbortSignal;
}

/** Makes of an answer below 300 (or the 404 of `emptyWhenNotFound`) what was asked for; throws CoupaError for one that cannot be read. */
export type AnswerReader<Answer> = (request: CoupaRequest, response: CoupaResponse) => Answer;

/** Sends requests one by one through limiter, token and retry; hands back what an answer below 300 says and throws CoupaError for the rest. */
export class Sender {
	/** Of all answers so far. */
	readonly times = new AnswerTimes();
	private readonly limiter: Limiter;
	private readonly token: TokenKeeper;

	constructor(
		private readonly transport: CoupaTransport,
		private readonly settings: ClientSettings,
	) {
		this.limiter = limiterFor(transport.instance);
		this.token = new TokenKeeper(transport, settings);
	}

	/** An answer that was cut off or cannot be read is as good as lost: it is asked for again where the request may be repeated. */
	async send<Answer>(request: CoupaRequest, options: SendOptions, read: AnswerReader<Answer>): Promise<Answer> {
		(options.anyPath === true ? checkAnyPath : checkPath)(request.method, request.path);
		const signal = eitherOf(this.settings.signal, options.signal);
		const startedAt = performance.now();
		let mayHaveHappened = false;
		for (let attempt = 1; ; attempt++) {
			const turn: Turn = { attempt, signal, repeatable: options.repeatable };
			const answer = await this.attempt(request, turn, mayHaveHappened);
			const end: Judged<Answer> = this.judged(request, answer, { options, read, mayHaveHappened });
			if ('answer' in end) return end.answer;
			const isOver = attempt >= this.mostAttempts(answer, options) || performance.now() - startedAt >= this.settings.totalMs;
			if (isOver || !end.isCurable) throw end.failure;
			mayHaveHappened = end.failure.details.mayHaveHappened;
			await this.backOff(request, answer, turn, mayHaveHappened);
		}
	}

	private judged<Answer>(
		request: CoupaRequest,
		answer: CoupaResponse | TransportFailure,
		{ options, read, mayHaveHappened }: { options: SendOptions; read: AnswerReader<Answer>; mayHaveHappened: boolean },
	): Judged<Answer> {
		if (answer instanceof TransportFailure || !isAccepted(answer, options)) {
			return { failure: this.failureOf(request, answer, mayHaveHappened), isCurable: isCurable(answer) };
		}
		try {
			return { answer: read(request, answer) };
		} catch (error) {
			if (!(error instanceof CoupaError)) throw error;
			return { failure: error, isCurable: true };
		}
	}

	/** Throws CoupaError `cancelled` when the cancel signal has fired. */
	throwIfCancelled(request: CoupaRequest | null = null, mayHaveHappened = false): void {
		if (this.settings.signal?.aborted) throw cancelled(request, mayHaveHappened);
	}

	/** Waits as the settings say; throws CoupaError `cancelled` as soon as the cancel signal fires. */
	async wait(milliseconds: number, signal = this.settings.signal): Promise<void> {
		try {
			await this.settings.sleep(milliseconds, signal);
		} catch (error) {
			this.throwIfCancelled();
			throw error;
		}
	}

	private async attempt(request: CoupaRequest, turn: Turn, mayHaveHappened: boolean): Promise<CoupaResponse | TransportFailure> {
		this.throwIfCancelled(request, mayHaveHappened);
		turn.signal?.throwIfAborted();
		try {
			return await this.token.warmedUp(async () => await this.withCuredToken(request, turn));
		} catch (error) {
			if (error instanceof TransportFailure) return error;
			if (!(error instanceof CoupaError)) this.throwIfCancelled(request, mayHaveHappened);
			throw error;
		}
	}

	private async withCuredToken(request: CoupaRequest, turn: Turn): Promise<CoupaResponse> {
		const cure = this.token.cure();
		for (;;) {
			const { response, used } = await this.paced(request, turn);
			// What somebody else refused may have been carried out: only what can be repeated goes out again with a new token.
			const mayResend = turn.repeatable || isCoupasRefusal(response);
			if (!mayResend || !(await cure.shouldResend(response.status, used))) return response;
		}
	}

	private async paced(request: CoupaRequest, { attempt, signal }: Turn): Promise<{ response: CoupaResponse; used: TokenInUse }> {
		await this.limiter.take(this.settings.requestsPerSecond, signal);
		const before = await this.token.inUse();
		const sentAt = performance.now();
		const response = await this.transport.send(request);
		this.times.note(response, sentAt);
		const used = await this.token.usedFrom(before);
		if (response.status === 429) this.limiter.holdBack(this.delayAfter(response, attempt), sentAt);
		return { response, used };
	}

	/** After a 429 the limiter holds everybody back, this request included; other failures hold back only their own. */
	private async backOff(
		request: CoupaRequest,
		answer: CoupaResponse | TransportFailure,
		{ attempt, signal }: Turn,
		mayHaveHappened: boolean,
	): Promise<void> {
		if (isBusy(answer)) return;
		try {
			await this.settings.sleep(this.delayAfter(answer, attempt), signal);
		} catch (error) {
			this.throwIfCancelled(request, mayHaveHappened);
			throw error;
		}
	}

	private mostAttempts(answer: CoupaResponse | TransportFailure, { repeatable }: SendOptions): number {
		return repeatable ? this.settings.maxAttempts + (isBusy(answer) ? MORE_WHEN_BUSY : 0) : 1;
	}

	private delayAfter(answer: CoupaResponse | TransportFailure, attempt: number): number {
		const { baseDelayMs, maxDelayMs } = this.settings;
		const asked = answer instanceof TransportFailure ? null : retryAfterMs(answer.headers, maxDelayMs);
		return asked ?? (isBusy(answer) ? busyMs : backoffMs)(attempt, baseDelayMs, maxDelayMs);
	}

	private failureOf(request: CoupaRequest, answer: CoupaResponse | TransportFailure, mayHaveHappened: boolean): CoupaError {
		if (answer instanceof TransportFailure) return noAnswer(request, answer, this.transport.instance, mayHaveHappened);
		return refusal(request, answer, { scopesAskedFor: this.transport.scopes(), mayHaveHappened });
	}
}

/** What one answer comes to. */
type Judged<Answer> = { answer: Answer } | { failure: CoupaError; isCurable: boolean };

/** One send of a request. */
interface Turn {
	/** Counts from 1. */
	attempt: number;
	signal: AbortSignal | undefined;
	repeatable: boolean;
}

function eitherOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
	return one === undefined || other === undefined ? (one ?? other) : AbortSignal.any([one, other]);
}

function isAccepted(response: CoupaResponse, { emptyWhenNotFound }: SendOptions): boolean {
	const isSuccess = response.status >= 200 && response.status < 300;
	return isSuccess || (emptyWhenNotFound === true && response.status === 404 && isErrorAnswer(response.body));
}

function isBusy(answer: CoupaResponse | TransportFailure): boolean {
	return !(answer instanceof TransportFailure) && answer.status === 429;
}

function isCurable(answer: CoupaResponse | TransportFailure): boolean {
	return answer instanceof TransportFailure || isTransient(answer.status);
}
