import * as html from '../../lib/html';
import * as preflight from '../../lib/preflight-page';

const PREFLIGHT_LINE = {
	...{ system: 'Coupa' as const, id: 'x', area: '', asked: '', seen: '', verdict: 'ok' as const },
	...{ advice: null, setting: null, choose: null, templates: [] },
};

/** What puts texts from outside on a page; see CALLS. */
export const PAGE_CALLS: Readonly<Record<string, (text: string) => unknown>> = {
	'html.dayIn': (text) => html.dayIn(text, 'UTC'),
	'html.html': (text) => html.html`${text}`,
	'html.linked': (text) => html.linked(text, text),
	'html.shownTime': (text) => html.shownTime(text, 'UTC'),
	'preflight-page.preflightLine': (text) => preflight.preflightLine({ ...PREFLIGHT_LINE, asked: text, seen: text }),
	'preflight-page.preflightPage': (text) =>
		preflight.preflightPage([{ ...PREFLIGHT_LINE, asked: text, seen: text, advice: text, templates: [text] }], {
			...{ title: text, at: 0, timeZone: 'UTC', notices: [text] },
		}),
};
