import type { PreflightLine } from '../../core';
import { PAGE_SIZE } from '../list-source';
import { answered, limits, ok, type Question } from './line';
import type { PreflightSession } from './session';

const LISTS = ['/api/invoices', '/api/purchase_orders', '/api/suppliers', '/api/accounts'];
/** Requests sent at once, as fast as the credential allows. */
const TOGETHER = 10;
const AREA = 'Pages and Pace';

/** How many rows a page has at most (rules.md §3: 50), and whether a larger limit gives more. */
export async function askForPages(session: PreflightSession): Promise<PreflightLine[]> {
	const question: Question = {
		id: 'pages.size',
		area: AREA,
		asked: 'How many rows does Coupa return at once, and more where more are requested?',
	};
	return [await answered(question, async () => await pageSize(session, question))];
}

async function pageSize({ asking }: PreflightSession, question: Question): Promise<PreflightLine> {
	let most = 0;
	for (const path of LISTS) {
		const rows = async (limit: number, offset: number) =>
			(
				await asking.page(
					path,
					[
						['order_by', 'id'],
						['dir', 'asc'],
						['limit', String(limit)],
						['offset', String(offset)],
					],
					['id'],
				)
			).rows.length;
		const first = await rows(2 * PAGE_SIZE, 0);
		most = Math.max(most, first);
		if (first > PAGE_SIZE)
			return ok(
				question,
				`${first} when ${2 * PAGE_SIZE} were requested: more than the documented ${PAGE_SIZE}. The nodes request ${PAGE_SIZE}.`,
			);
		if (first === PAGE_SIZE) return ok(question, `${PAGE_SIZE}, also when ${2 * PAGE_SIZE} were requested, as documented.`);
		if (first > 0 && (await rows(1, first)) > 0)
			return limits(question, `Only ${first}, although ${2 * PAGE_SIZE} were requested and there are more.`, {
				advice: `The documents say ${PAGE_SIZE}. Everything is read all the same, with ${Math.ceil(PAGE_SIZE / first)} times as many requests: ask your Coupa admin for the limit of the API client.`,
			});
	}
	return ok(question, `At least ${most}: no list is long enough to show the largest page.`);
}

/** Whether the pace of the credential is kept without refusals; asked last, it also counts those met on the way. */
export async function askForPace(session: PreflightSession): Promise<PreflightLine[]> {
	const question: Question = { id: 'pages.pace', area: AREA, asked: "Does Coupa keep up with the credential's requests per second?" };
	return [await answered(question, async () => await pace(session, question))];
}

async function pace({ asking, settings }: PreflightSession, question: Question): Promise<PreflightLine> {
	const ask = async () => await asking.page('/api/invoices', [['limit', '1']], ['id']);
	const before = asking.times.length;
	// One that is refused to the end is counted like the others.
	await Promise.allSettled(Array.from({ length: TOGETHER }, ask));
	const times = asking.times.slice(before).sort((one, other) => one - other);
	const median = times[Math.floor(times.length / 2)];
	const headers = Array.from(asking.limitHeaders, ([name, value]) => `${name}: ${value.slice(0, 40)}`).join(', ');
	const shown = headers === '' ? 'No header speaks of a limit.' : `Headers: ${headers}.`;
	const took = median === undefined ? '' : ` A small answer took ${Math.round(median)} ms (median).`;
	const seen = `${asking.requests} requests, ${TOGETHER} of them at once; ${asking.refused} refused as too many (429).${took} ${shown}`;
	if (asking.refused === 0) return ok(question, seen);
	return limits(question, seen, {
		advice:
			'Other programs may share the limit of this client, or it is lower than the documented 25 per second. Lower the rate; with several n8n workers, divide it by their number. Refused requests are repeated later all the same.',
		setting: 'Credential Coupa OAuth2 API → Requests per Second',
		choose: String(Math.max(1, Math.floor(settings.requestsPerSecond / 2))),
	});
}
