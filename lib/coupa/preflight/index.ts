import type { PreflightLine } from '../../core';
import type { CoupaClient } from '../client';
import { Asking } from './asking';
import { askForCharts } from './charts';
import { askForTime } from './clock';
import { askForCustomFields } from './custom-fields';
import { askForFilters } from './filters';
import { notAsked } from './line';
import { askForPace, askForPages } from './pages';
import { askForScopes } from './scopes';
import type { PreflightSession } from './session';
import { askForStrictness } from './strict';
import { askByWriting } from './test-writes';
import { askForToken } from './token';

export type { PreflightSettings, TemplateNeeds } from './session';
export { unusable as unusableCredential } from './token';

/**
 * Asks a Coupa what its documents leave open (design §9): one line for each question. Reads only (GET, and what it takes to get a token)
 * unless the settings allow test writes. A question that fails is a line; only the end of the execution is thrown.
 */
export async function coupaPreflight(client: CoupaClient, more: Omit<PreflightSession, 'client' | 'asking'>): Promise<PreflightLine[]> {
	const session: PreflightSession = { ...more, client, asking: new Asking(client) };
	const { line, reached, granted } = await askForToken(session);
	if (!reached) {
		const rest = { id: 'reached', area: 'Token', asked: 'Everything else' };
		return [
			line,
			notAsked(rest, 'Not asked: Coupa could not be used at all.', { advice: 'Mend the connection first, then run the preflight again.' }),
		];
	}
	const lines = [line, ...(await askForScopes(session, granted))];
	for (const ask of [askForFilters, askForCharts, askForCustomFields, askForTime, askForPages, askForStrictness, askByWriting, askForPace])
		lines.push(...(await ask(session)));
	return lines;
}
