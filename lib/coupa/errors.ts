import { Failure, type FailureDetails } from '../core';

/** One message of Coupa and the field it names, e.g. `invoice-header.invoice_lines`. */
export interface CoupaMessage {
	field: string | null;
	text: string;
}

export type CoupaFailureKind =
	/** 400/422 in Coupa's error format: Coupa read the request and refused it. */
	| 'validation'
	/** Coupa's own 401 that a renewed token did not cure, or a token request that was refused. */
	| 'unauthorized'
	/** Coupa's own 403: a scope or a right is missing. */
	| 'forbidden'
	/** 404 in Coupa's error format. */
	| 'notFound'
	/** 429 after the last retry. */
	| 'rateLimited'
	/** 5xx, or an answer that was cut off, after the last retry. */
	| 'server'
	/** Anything else: the answer of a proxy, gateway, firewall or login page on the way, a redirect, a conflict. No verdict on what was sent. */
	| 'gateway'
	/** No answer after the last retry. */
	| 'network'
	/** The caller's cancel signal fired. */
	| 'cancelled';

export interface CoupaFailureDetails extends FailureDetails {
	status: number | null;
	messages: CoupaMessage[];
	/** True when Coupa may have carried the request out although we hold no answer. */
	mayHaveHappened: boolean;
	/** `GET /api/invoices`, for support. Never holds secrets. */
	request: string;
}

/** A call to Coupa that did not succeed, in Coupa's own words and with the field it names. */
export class CoupaError extends Failure<CoupaFailureKind, CoupaFailureDetails> {
	override name = 'CoupaError';
}
