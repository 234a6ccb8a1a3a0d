import type { PreflightLine } from '../../core';
import { grantedScopes } from '../credential-check';
import { CoupaError } from '../errors';
import { blocks, failed, limits, ok, type Question } from './line';
import type { PreflightSession } from './session';

const HOUR_MS = 3_600_000;
/** A token that lives shorter than this is asked for again and again within one run. */
const SHORT_MS = HOUR_MS;

/** Refusals that a token which works gets as well: about a scope, or about the list. */
const ABOUT_THE_LIST = new Set<CoupaError['kind']>(['forbidden', 'notFound', 'validation']);

/**
 * Whether Coupa issues a token and its API takes it. `reached` is false where nothing further can be asked.
 */
export async function askForToken(session: PreflightSession): Promise<{ line: PreflightLine; reached: boolean; granted: string[] | null }> {
	const question: Question = { id: 'token', area: 'Token', asked: 'Does Coupa issue an access token, and does its API accept it?' };
	const url = `${session.address}/oauth2/token`;
	try {
		await session.asking.newest('/api/invoices', 1, ['id']);
	} catch (error) {
		if (!(error instanceof CoupaError) || !ABOUT_THE_LIST.has(error.kind)) {
			if (error instanceof CoupaError && error.kind === 'cancelled') throw error;
			const line = failed(question, error);
			return { line: { ...line, seen: `No. ${line.seen}`, verdict: 'blocks' }, reached: false, granted: null };
		}
	}
	const token = await session.token();
	if (token === null) return { line: ok(question, `Yes, from ${url}. How long it lives is not known.`), reached: true, granted: null };
	const granted = grantedScopes(token);
	const livesMs = token.expiresAt - token.mintedAt;
	const seen = `Yes, from ${url}. It lives ${lifeText(livesMs)}, until ${new Date(token.expiresAt).toISOString()}. ${
		granted === null ? 'Its scopes cannot be read in it.' : 'Its scopes can be read in it.'
	}`;
	if (livesMs >= SHORT_MS) return { line: ok(question, seen), reached: true, granted };
	const advice =
		"Coupa's tokens usually live 24 hours. With this one a new token is requested often: ask your Coupa admin why it is so short.";
	return { line: limits(question, seen, { advice }), reached: true, granted };
}

/** Lines of a credential that cannot be used at all: what is wrong with it, and how to get unstuck. */
export function unusable(error: unknown): PreflightLine[] {
	const question: Question = { id: 'token', area: 'Token', asked: 'Does Coupa issue an access token, and does its API accept it?' };
	const { seen, advice } = failed(question, error);
	return [blocks(question, `No. ${seen}`, { advice: advice ?? '', setting: 'Credential Coupa OAuth2 API' })];
}

function lifeText(milliseconds: number): string {
	const minutes = Math.round(milliseconds / 60_000);
	return minutes >= 120 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`;
}
