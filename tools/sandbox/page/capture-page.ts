import { imageFault, knownTypeOf, mimeTypeOf, storedName, textAt } from '../../../lib/core';
import { CHART, CLOSED_PERIOD_ACCOUNT, type InvoiceFacts } from '../dataset';
import { pageImage } from '../scan-one';
import { captured, fileStem } from './capture-facts';
import { prefilled, withSource, type Values, type Way } from './capture-form';
import { sourceOf, type CaptureSource } from './capture-source';
import { captureBody, WAY_TEXTS, type CaptureView } from './capture-view';
import type { Choice } from './fields';
import { LARGEST_UPLOAD } from './form-of';
import type { SentPackages } from './sent';
import type { PageWorld, Reply, SentFile, Visit } from './types';
import type { Uploads } from './uploads';

const USUAL_SOURCE = 'order:70315';
const ENDINGS: Record<string, string> = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg', 'image/tiff': 'tif' };

/** The three forms by which an invoice gets into the lock-box. */
export class CapturePages {
	constructor(
		private readonly world: () => PageWorld,
		private readonly uploads: Uploads,
		private readonly sent: SentPackages,
	) {}

	/** The form, filled in as capture would; `?from=` names what the invoice is for. */
	async form(way: Way, { query }: Visit): Promise<Reply> {
		const source = this.source(query.get('from') ?? USUAL_SOURCE);
		const values = prefilled(source, this.sent.newNumber(way), today());
		return this.shown(way, await this.withFax(way, values, source), source, new Map());
	}

	/** Takes a form: sends the invoice, or shows the form again with everything that was typed and what is wrong. */
	async take(way: Way, visit: Visit): Promise<Reply> {
		const { values, faults: pageFaults } = await this.withPage(way, visit);
		const chosen = values.get('from') ?? '';
		const source = sourceOf(this.world().coupa, chosen);
		if (source === null) {
			const before = this.source(values.get('shown') ?? '');
			return this.shown(way, values, before, new Map([['from', 'Choose what the invoice is for: this one is not in Coupa.']]));
		}
		if (chosen !== values.get('shown') || values.get('show') === 'yes') {
			const fresh = await this.withFax(way, withSource(values, source), source);
			const wasSent = values.get('show') !== 'yes';
			const told = 'These are the lines of what is chosen now. Look at them, then send it.';
			return this.shown(way, fresh, source, wasSent ? new Map([['from', told]]) : pageFaults);
		}
		const read = captured(way, values, source, this.allowed());
		const faults = new Map([...pageFaults, ...('faults' in read ? read.faults : [])]);
		if (way !== 'entry' && !faults.has('page') && this.uploads.get(values.get('upload') ?? '') === null)
			faults.set(
				'page',
				way === 'scan' ? 'Choose a PDF or an image of the invoice.' : 'The fax is no longer kept. Open the fax form anew.',
			);
		if (faults.size > 0 || 'faults' in read) return this.shown(way, values, source, faults);
		const name = await this.sent.send(way, this.withImage(read.facts, values));
		return { kind: 'moved', to: `/packages/${encodeURIComponent(name)}` };
	}

	private source(key: string): CaptureSource {
		const { coupa } = this.world();
		const found = sourceOf(coupa, key) ?? sourceOf(coupa, USUAL_SOURCE) ?? sourceOf(coupa, 'supplier:V-99999');
		if (found === null) throw new Error('The sandbox Coupa has nothing to invoice.');
		return found;
	}

	/** A page that was chosen now is kept at once, so that it outlives what is wrong elsewhere in the form. */
	private async withPage(way: Way, { fields, files }: Visit): Promise<{ values: Map<string, string>; faults: Map<string, string> }> {
		const values = new Map(fields);
		const faults = new Map<string, string>();
		const file = files.get('page');
		if (way !== 'scan' || file === undefined || (file.fileName === '' && file.bytes.length === 0)) return { values, faults };
		const fault = await pageFault(file);
		if (fault !== null) return { values, faults: faults.set('page', fault) };
		const type = await mimeTypeOf(file.bytes);
		values.set('upload', this.uploads.keep({ fileName: storedName(file.fileName, 'page', 120), type, bytes: file.bytes }));
		return { values, faults };
	}

	/** A fax is there before it is read: its page is made from what the order says, and stays as it is. */
	private async withFax(way: Way, values: Map<string, string>, source: CaptureSource): Promise<Map<string, string>> {
		if (way !== 'fax') return values;
		const read = captured('scan', new Map([...values, ['total', '']]), source, this.allowed());
		if ('faults' in read) return values;
		const fileName = `${fileStem(read.facts.number)}.tif`;
		const bytes = await pageImage({ ...read.facts, image: { fileName, kind: 'tiff' } });
		return values.set('upload', this.uploads.keep({ fileName, type: 'image/tiff', bytes }));
	}

	private withImage(facts: InvoiceFacts, values: Values): InvoiceFacts {
		const page = this.uploads.get(values.get('upload') ?? '');
		if (page === null) return facts;
		// Named after the invoice, as capture lines do: what a visitor's file is called stays with the visitor.
		const fileName = `${fileStem(facts.number)}.${ENDINGS[page.type] ?? 'pdf'}`;
		return { ...facts, image: { ...facts.image, fileName, content: page.bytes } };
	}

	private shown(way: Way, values: Values, source: CaptureSource, faults: Map<string, string>): Reply {
		const { coupa } = this.world();
		const id = values.get('upload') ?? '';
		const page = this.uploads.get(id);
		const { terms, currencies, accounts } = this.choices();
		const view: CaptureView = { way, values, source, faults, upload: page && { id, page }, terms, currencies, accounts };
		return { kind: 'page', status: faults.size > 0 ? 422 : 200, title: WAY_TEXTS[way].title, body: captureBody(coupa, view) };
	}

	private allowed() {
		const { terms, currencies, accounts } = this.choices();
		const values = (choices: Choice[]): string[] => choices.map(({ value }) => value);
		return { terms: values(terms), currencies: values(currencies), accounts: values(accounts) };
	}

	private choices() {
		const { coupa } = this.world();
		const codes = (resource: string): Choice[] =>
			coupa.rows(resource).map((record) => ({ value: textAt(record, 'code') ?? '', label: textAt(record, 'code') ?? '' }));
		const accounts = coupa
			.rows('accounts')
			.filter((account) => textAt(account, 'account-type', 'name') === CHART && account.active === true)
			.map((account): Choice => {
				const code = textAt(account, 'code') ?? '';
				const note = code === CLOSED_PERIOD_ACCOUNT ? ' (budget period closed)' : '';
				return { value: code, label: `${code} · ${textAt(account, 'name') ?? ''}${note}` };
			});
		return { terms: codes('payment_terms'), currencies: codes('currencies'), accounts };
	}
}

/** Why a file cannot be the page of an invoice; null for one that can. */
async function pageFault({ fileName, bytes, isCut }: SentFile): Promise<string | null> {
	if (isCut) return `“${fileName}” is larger than 10 MB. Choose a smaller one.`;
	const mimeType = (await knownTypeOf(bytes)) ?? 'unknown';
	const fault = imageFault({ fileName, size: bytes.length, mimeType }, LARGEST_UPLOAD);
	if (fault === null) return null;
	return bytes.length === 0
		? `“${fileName}” is empty. Choose another file.`
		: `“${fileName}” is no PDF, PNG, JPEG or TIFF. Choose one that is.`;
}

function today(): string {
	return new Date().toISOString().slice(0, 10);
}
