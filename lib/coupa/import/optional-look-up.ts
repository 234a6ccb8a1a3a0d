import type { CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { heldAs, openingScopes } from '../scopes';
import type { LookUp } from './lookup';
import { LookedUp } from './looked-up';
import type { ImportClient } from './types';

/** Answers, Coupa's own or of something before it, that say that this list is not for us, rather than that Coupa cannot be reached. */
const CLOSED: ReadonlyArray<number | null> = [400, 403, 404, 405, 410, 422];

/** What Coupa has under a value. */
export type OptionalMatch =
	| { kind: 'found'; rows: CoupaRecord[] }
	| { kind: 'unknown' }
	/** Coupa cannot have the value; `reason` says why. */
	| { kind: 'unfit'; reason: string }
	/** It could not be looked up, which is told once for the run: nothing can be held against it. */
	| { kind: 'notKnown' };

/**
 * A shared look-up that only checks need. Where Coupa does not open the list, they are off for the rest of the run, and that is
 * told once; an invoice is never kept out because of it.
 */
export class OptionalLookUp {
	private readonly known: LookedUp;
	private readonly asked = new Set<string>();
	private isClosed = false;

	/** `check` is the label of the check that needs it; `tell` is called with what went wrong, in words. */
	constructor(
		private readonly client: ImportClient,
		private readonly lookUp: LookUp,
		private readonly check: string,
		private readonly tell: (message: string) => void,
	) {
		this.known = new LookedUp(client, lookUp);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async load(values: string[]): Promise<void> {
		if (this.isClosed || values.length === 0 || this.lacksScope()) return;
		try {
			await this.known.load(values);
		} catch (error) {
			if (!(error instanceof CoupaError) || !CLOSED.includes(error.details.status)) throw error;
			this.isClosed = true;
			this.told(error, 'is off for this run');
			return;
		}
		for (const value of values) {
			this.asked.add(value);
			const error = this.known.failureOf(value);
			if (error !== null) this.told(error, `left out a ${this.lookUp.label}`);
		}
	}

	match(value: string): OptionalMatch {
		const reason = this.known.unfitReason(value);
		if (reason !== null) return { kind: 'unfit', reason };
		if (this.isClosed || !this.asked.has(value) || this.known.failureOf(value) !== null) return { kind: 'notKnown' };
		const rows = this.known.find(value);
		return rows.length === 0 ? { kind: 'unknown' } : { kind: 'found', rows };
	}

	/** Without any scope that opens the list Coupa is not asked: a refusal would cost a new token and a second try as well. */
	private lacksScope(): boolean {
		const held = this.client.scopes();
		const opening = openingScopes('GET', this.lookUp.path);
		if (held.length === 0 || opening.length === 0 || opening.some((scope) => heldAs(scope, held) !== null)) return false;
		this.isClosed = true;
		const [scope = ''] = opening;
		const needed = opening.length === 1 ? scope : `one of the scopes ${opening.join(', ')}`;
		this.tell(
			`The check “${this.check}” is off for this run. It needs ${opening.length === 1 ? `the scope ${needed}` : needed}, which the credential does not ask for. Add ${scope} to the scopes of the credential; the OAuth client in Coupa must have it too.`,
		);
		return true;
	}

	private told({ message, hint = '' }: CoupaError, what: string): void {
		const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
		this.tell(`The check “${this.check}” ${what}. ${sentence} ${hint}`.trim());
	}
}
