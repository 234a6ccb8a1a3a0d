import type { PreflightLine } from '../../core';
import { CoupaError } from '../errors';
import { ENTRIES } from '../resources';
import { heldAs } from '../scopes';
import { answered, blocks, limits, listed, notAsked, ok, type Question } from './line';
import type { PreflightSession } from './session';

const SETTING = 'Credential Coupa OAuth2 API → Scopes';
const IN_COUPA = 'allow it for the client in Coupa (Setup, Integrations, OAuth2/OpenID Connect Clients)';

/** What is known of a scope that the credential asks for. */
type Held = 'yes' | 'no' | 'notKnown';

/** A line for each scope that is asked for, and one for each template. `granted`: the scopes in the token; null where they cannot be read. */
export async function askForScopes(session: PreflightSession, granted: string[] | null): Promise<PreflightLine[]> {
	const held = new Map<string, Held>();
	const lines: PreflightLine[] = [];
	for (const scope of session.client.scopes()) {
		const question = scopeQuestion(session, scope);
		lines.push(
			await answered(question, async () => {
				const is = granted === null ? await tried(session, scope) : heldAs(scope, granted) === null ? 'no' : 'yes';
				held.set(scope, is);
				return scopeLine(session, scope, is);
			}),
		);
	}
	return [...lines, ...session.templates.map((needs) => templateLine(session, needs, held))];
}

function scopeQuestion({ templates }: PreflightSession, scope: string): Question {
	const needing = templates.filter(({ scopes, optionalScopes }) => scopes.includes(scope) || Object.hasOwn(optionalScopes, scope));
	return {
		id: `scope.${scope}`,
		area: 'Scopes',
		asked: `Is the scope ${scope} granted, which the credential requests?`,
		templates: needing.map(({ template }) => template),
	};
}

function scopeLine(session: PreflightSession, scope: string, held: Held): PreflightLine {
	const question = scopeQuestion(session, scope);
	if (held === 'yes') return ok(question, 'Yes.');
	if (held === 'notKnown')
		return notAsked(question, 'The token does not show its scopes, and only a write would tell. Coupa issued the token for it.');
	const advice = `To use it, ${IN_COUPA}; or remove ${scope} from the credential.`;
	const isNeeded = session.templates.some(({ scopes }) => scopes.includes(scope));
	return (isNeeded ? blocks : limits)(question, 'No. Coupa issued a token without it.', { advice, setting: SETTING });
}

/** Reads one row of a list that the scope opens. */
async function tried({ asking }: PreflightSession, scope: string): Promise<Held> {
	const entry = ENTRIES.find(({ scopes, reads, below }) => scopes.read === scope && below === undefined && reads.includes('getMany'));
	if (entry === undefined) return 'notKnown';
	try {
		await asking.newest(entry.path, 1);
		return 'yes';
	} catch (error) {
		if (error instanceof CoupaError && error.kind === 'forbidden') return 'no';
		throw error;
	}
}

function templateLine({ client }: PreflightSession, needs: PreflightSession['templates'][number], held: Map<string, Held>): PreflightLine {
	const { template, scopes, optionalScopes } = needs;
	const question: Question = {
		id: `template.${template
			.toLowerCase()
			.replace(/[^a-z\d]+/g, '-')
			.replace(/^-|-$/g, '')}`,
		area: 'Templates',
		asked: `Does the credential hold every scope that the template “${template}” needs?`,
		templates: [template],
	};
	const asked = client.scopes();
	const lacks = (scope: string) => {
		const own = heldAs(scope, asked);
		return own === null || held.get(own) === 'no';
	};
	const missing = scopes.filter(lacks);
	const all = [...new Set([...asked, ...missing])].join(' ');
	if (missing.length > 0) {
		const advice = `Before you use this template, add ${missing.length === 1 ? 'the scope' : 'the scopes'} and ${IN_COUPA}.`;
		return blocks(question, `No: ${missing.join(', ')} missing.`, { advice, setting: SETTING, choose: all });
	}
	const optional = Object.entries(optionalScopes).filter(([scope]) => lacks(scope));
	if (optional.length === 0) {
		const isShown = scopes.every((scope) => held.get(heldAs(scope, asked) ?? '') === 'yes');
		return ok(
			question,
			isShown ? `Yes: ${listed(scopes)}.` : `It requests them all: ${listed(scopes)}. Not all of them can be seen in the token.`,
		);
	}
	const advice = `Missing: ${optional.map(([scope, why]) => `${scope} (${why})`).join('; ')}. Add what you use, and ${IN_COUPA}.`;
	return limits(question, 'Yes, but not those that some of its settings need.', { advice, setting: SETTING });
}
