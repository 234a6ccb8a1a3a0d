import { isOurFailure, ownValue } from '../../lib/core';
import { TransportFailure } from '../../lib/coupa';
import { OutOfTimeError } from './wholeAnswer';

/** Failures where the request surely never reached Coupa: its host was not found, or let nobody in. */
const UNREACHABLE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
/** Codes of the network in words: n8n replaces a text with such a code in it by a general one that does not name Coupa. */
const NETWORK: Record<string, string> = {
	ENOTFOUND: 'no host has that name',
	EAI_AGAIN: 'its name cannot be looked up at the moment',
	ECONNREFUSED: 'the connection was refused',
	EHOSTUNREACH: 'no network route leads there',
	ENETUNREACH: 'no network route leads there',
	ETIMEDOUT: 'no connection was made in time',
	ECONNRESET: 'the connection was cut',
	EPIPE: 'the connection was cut',
};
/** Part of Node's text for a connection that ended during the TLS handshake. */
const BEFORE_TLS = 'before secure TLS connection was established';
/** Calls of the operating system that come before anything is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);
/** Codes of Node and OpenSSL for a certificate that was not accepted: the request waits until it is. */
const CERTIFICATE =
	/^(CERT_|CRL_|UNABLE_TO_|ERROR_IN_C|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|ERR_TLS_CERT_)/;
/** Codes for a connection whose two ends agree on no TLS. */
const TLS = /^(EPROTO$|ERR_SSL_|ERR_TLS_)/;

/** One error of a chain, with what Node and axios put on it. */
interface Cause extends Error {
	code?: string;
	syscall?: string;
	/** Of axios: the request, whose socket shows whether TLS was ready, so that anything could be sent. */
	request?: { socket?: { secureConnecting?: boolean } | null };
}

/**
 * Sorts out what n8n's HTTP helper threw: our own failure where the credential's hooks made one (no token, another host), else no answer.
 * The error itself is not passed on: it holds the request with its token.
 */
export function unanswered(error: unknown, instance: string): Error {
	const causes = causesOf(error);
	const own = causes.find((cause) => cause instanceof TransportFailure || isOurFailure(cause));
	if (own !== undefined) return own;
	const { text, hint } = why(causes, instance);
	return new TransportFailure(text, !wasNeverSent(causes), { hint });
}

/** Where TLS was not ready yet, nothing was sent. An error of TLS later on says nothing about what Coupa has done. */
function wasNeverSent(causes: Cause[]): boolean {
	return causes.some(
		({ code = '', syscall = '', message, request }) =>
			UNREACHABLE.has(code) ||
			BEFORE_SENDING.has(syscall) ||
			CERTIFICATE.test(code) ||
			request?.socket?.secureConnecting === true ||
			message.includes(BEFORE_TLS),
	);
}

function why(causes: Cause[], instance: string): { text: string; hint?: string } {
	const code = causes.map((cause) => cause.code ?? '').find((known) => CERTIFICATE.test(known) || TLS.test(known));
	if (code !== undefined && CERTIFICATE.test(code)) return certificateFault(code, lastMessage(causes), instance);
	if (code !== undefined) {
		const reason = /:SSL routines:[^:]*:([^:]+)/.exec(lastMessage(causes))?.[1] ?? lastMessage(causes);
		return {
			text: `the encrypted connection (TLS) to ${instance} failed: ${reason}`,
			hint: 'Check that the instance address in the credential is one of Coupa, and whether a proxy or firewall between n8n and Coupa intercepts encrypted connections.',
		};
	}
	const outOfTime = causes.find((cause) => cause instanceof OutOfTimeError || /^timeout of \d+ms exceeded/.test(cause.message));
	if (outOfTime === undefined) return { text: `${instance} did not answer: ${networkFault(causes)}` };
	const milliseconds = /^timeout of (\d+)ms/.exec(outOfTime.message)?.[1];
	return {
		text: `${instance} gave ${milliseconds === undefined ? outOfTime.message : `no complete answer within ${Math.round(Number(milliseconds) / 1000)} s`}`,
	};
}

function networkFault(causes: Cause[]): string {
	if (causes.some(({ message }) => message.includes(BEFORE_TLS))) return 'the connection was cut while encryption (TLS) was agreed';
	return causes.map(({ code = '' }) => ownValue(NETWORK, code)).find((words) => words !== undefined) ?? lastMessage(causes);
}

function certificateFault(code: string, message: string, instance: string): { text: string; hint: string } {
	const fault = (what: string, hint: string) => ({ text: `the certificate of ${instance} ${what} (${code}), so nothing was sent`, hint });
	switch (code) {
		case 'CERT_HAS_EXPIRED':
			return fault(
				'has expired',
				'Have it renewed by whoever runs the server or the proxy in between, and check the clock of the machine n8n runs on.',
			);
		case 'CERT_NOT_YET_VALID':
			return fault('is not valid yet', 'Check the clock of the machine n8n runs on.');
		case 'HOSTNAME_MISMATCH':
		case 'ERR_TLS_CERT_ALTNAME_INVALID':
			return fault(
				'was issued for another host name',
				'Check the instance address in the credential, and whether a proxy or firewall answers in the place of Coupa.',
			);
		case 'DEPTH_ZERO_SELF_SIGNED_CERT':
		case 'SELF_SIGNED_CERT_IN_CHAIN':
		case 'UNABLE_TO_GET_ISSUER_CERT':
		case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
		case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
		case 'CERT_UNTRUSTED':
			return fault(
				'is from an authority that n8n does not trust',
				"Where your company's proxy or firewall opens encrypted connections, give n8n the certificate of its authority (CA) by the environment variable NODE_EXTRA_CA_CERTS, and restart n8n.",
			);
		default:
			return fault(`was not accepted: ${message}`, 'Send this text to whoever runs the network between n8n and Coupa.');
	}
}

/** n8n wraps what went wrong; the code that tells what happened is a few causes down. */
function causesOf(error: unknown): Cause[] {
	const causes: Cause[] = [];
	for (let cause: unknown = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause as Cause);
	return causes.length === 0 ? [new Error(String(error))] : causes;
}

function lastMessage(causes: Cause[]): string {
	return causes.at(-1)?.message ?? '';
}
