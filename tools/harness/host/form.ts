import { setTimeout as sleep } from 'node:timers/promises';

/** A page of an n8n form as the browser of a person has it. */
export interface FormPage {
	status: number;
	/** Where it is, with its signature. */
	url: string;
	html: string;
}

/** A request of a browser's. */
interface Sent {
	method?: string;
	body?: string | FormData;
	headers?: Record<string, string>;
}

const POLL_MS = 150;
const LONGEST_MS = 60_000;
const MOST_REDIRECTS = 10;

/** A person with a browser before n8n's forms: cookies, n8n's sign-in by OAuth, pages one after the other. */
export class FormVisitor {
	private readonly cookies = new Map<string, string>();

	/** @param n8n address of n8n, without a slash at the end */
	constructor(private readonly n8n: string) {}

	/** Signs in to n8n. */
	async signIn(person: { email: string; password: string }): Promise<void> {
		const body = JSON.stringify({ emailOrLdapLoginId: person.email, password: person.password });
		const answer = await this.send(`${this.n8n}/rest/login`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
		if (!answer.ok) throw new Error(`n8n did not let ${person.email} in: ${answer.status}`);
	}

	/** Opens a page, by way of n8n's own sign-in where the form asks for it. Whom nobody knows ends at the sign-in page. */
	async open(address: string): Promise<FormPage> {
		let url = new URL(address, this.n8n).toString();
		for (let hop = 0; hop < MOST_REDIRECTS; hop++) {
			const answer = await this.send(url);
			const location = answer.headers.get('location');
			if (answer.status < 300 || answer.status > 399 || location === null) return { status: answer.status, url, html: await answer.text() };
			url = new URL(location, url).toString();
			if (new URL(url).pathname === '/oauth/consent') url = (await this.consented()) ?? `${this.n8n}/signin`;
		}
		throw new Error(`${address} leads on and on`);
	}

	/** Sends a page with the values of its fields in their order, and waits for the next one. */
	async submit(page: FormPage, values: string[]): Promise<FormPage> {
		const form = new FormData();
		for (const [index, value] of values.entries()) form.append(`field-${index}`, value);
		const answer = await this.post(page, form);
		const text = await answer.text();
		if (!answer.ok && answer.status !== 307) return { status: answer.status, url: page.url, html: text };
		const next = waitingUrl(text) ?? answer.headers.get('location');
		const url = next === null ? page.url : new URL(next, page.url).toString();
		await this.untilWaiting(url);
		return await this.open(url);
	}

	/** What the last page of a form does by itself when it is shown: the execution goes on to its end. */
	async end(page: FormPage): Promise<void> {
		await (await this.post(page)).text();
	}

	private async post(page: FormPage, body?: FormData): Promise<Response> {
		const token = /authToken = '([^']*)'/.exec(page.html)?.[1] ?? '';
		return await this.send(page.url, {
			method: 'POST',
			...(body && { body }),
			...(token !== '' && { headers: { 'x-auth-token': token } }),
		});
	}

	private async untilWaiting(url: string): Promise<void> {
		const status = new URL(url);
		status.pathname += '/n8n-execution-status';
		const end = Date.now() + LONGEST_MS;
		while (Date.now() < end) {
			const text = (await (await this.send(status.toString())).text()).trim();
			if (text === 'form-waiting') return;
			if (['error', 'crashed', 'canceled', 'success', 'null'].includes(text)) throw new Error(`The form ended: ${text}`);
			await sleep(POLL_MS);
		}
		throw new Error(`Waited ${LONGEST_MS / 1000} s for the next page of the form`);
	}

	/** What n8n's page of consent does; null where nobody is signed in. */
	private async consented(): Promise<string | null> {
		const details = await this.send(`${this.n8n}/rest/consent/details`);
		if (!details.ok) return null;
		const { data } = (await details.json()) as { data: { autoApproved?: boolean; redirectUrl?: string } };
		if (data.autoApproved === true && data.redirectUrl !== undefined) return data.redirectUrl;
		const body = JSON.stringify({ approved: true });
		const approved = await this.send(`${this.n8n}/rest/consent/approve`, {
			...{ method: 'POST', body, headers: { 'content-type': 'application/json' } },
		});
		return ((await approved.json()) as { data: { redirectUrl: string } }).data.redirectUrl;
	}

	private async send(url: string, { headers = {}, ...init }: Sent = {}): Promise<Response> {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...headers, ...(cookie !== '' && { cookie }) } });
		for (const line of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			if (value === '') this.cookies.delete(name);
			else this.cookies.set(name, value);
		}
		return answer;
	}
}

function waitingUrl(text: string): string | null {
	try {
		const { formWaitingUrl } = JSON.parse(text) as { formWaitingUrl?: unknown };
		return typeof formWaitingUrl === 'string' ? formWaitingUrl : null;
	} catch {
		return null;
	}
}
