import { holdReasons, mimeTypeOf, recordsAt, statusInWords, textAt, valueAt, type CoupaRecord } from '../../../lib/core';
import { CoupaSaysNo, type CoupaWrites } from './coupa-writes';
import { faultSummary, input, select, type Faults } from './fields';
import { html, type Html } from './html';
import { DISPUTE_REASONS, INVOICE_ACTS } from './invoice-acts';
import { historyOf } from './invoice-history';
import type { PackagePages } from './package-pages';
import { factList, table, timeOf, toned, type Tone } from './parts';
import { shownImage } from './shown-image';
import type { PageWorld, Reply, Visit } from './types';

const MOST_SHOWN = 20;
const TONES: Record<string, Tone> = { approved: 'good', ap_hold: 'warn', on_hold: 'warn', draft: 'warn', disputed: 'bad', voided: 'bad' };

/** The invoices in the sandbox Coupa. */
export class InvoicePages {
	constructor(
		private readonly world: () => PageWorld,
		private readonly writes: CoupaWrites,
		private readonly packages: PackagePages,
	) {}

	/** The newest invoices, one row each. */
	list(): Html {
		const invoices = this.world().coupa.rows('invoices').toReversed();
		if (invoices.length === 0) return html`<p>Coupa holds no invoice yet.</p>`;
		const rest = invoices.length - MOST_SHOWN;
		return html`<ul class="cards">
				${invoices.slice(0, MOST_SHOWN).map(
					(invoice) =>
						html`<li
							data-key="invoice ${textAt(invoice, 'id')}"
							data-say="Invoice ${textAt(invoice, 'invoice-number')} in Coupa: ${statusOf(invoice)}"
						>
							<p>
								<a class="breaks" id="c-${textAt(invoice, 'id')}" href="/invoices/${textAt(invoice, 'id')}"
									>${textAt(invoice, 'invoice-number') ?? 'without a number'}</a
								>
								${toned(toneOf(invoice), statusOf(invoice))}
							</p>
							<p class="hint">${supplierOf(invoice)} · ${totalOf(invoice)}</p>
						</li>`,
				)}
			</ul>
			${rest > 0 && html`<p class="hint">And ${rest} older.</p>`}`;
	}

	/** One invoice with its page image; null for one that Coupa does not hold. `typed` is what a refused action was given. */
	async page(
		id: string,
		isClosed: boolean,
		faults: Faults = new Map(),
		typed: ReadonlyMap<string, string> = new Map(),
	): Promise<Reply | null> {
		const invoice = this.found(id);
		if (invoice === undefined) return null;
		const number = textAt(invoice, 'invoice-number') ?? '';
		const holds = holdReasons(invoice);
		const body = html`
			<h1>Invoice <span class="breaks">${number}</span></h1>
			${faultSummary(faults, 'Coupa has not done that')}
			<div class="beside">
				<div>
					<div id="state" data-live>
						<p data-key="status" data-say="Invoice ${number}: ${statusOf(invoice)}. ${holds}">
							Status: ${toned(toneOf(invoice), statusOf(invoice))}
						</p>
						${holds !== '' && html`<p class="notice warn"><strong>Held:</strong> ${holds}</p>`} ${disputes(invoice)}
						${!isClosed && actForms(invoice, faults, typed)}
						<h2>What Coupa holds</h2>
						${facts(invoice)} ${linesOf(invoice)}
						<h2>History</h2>
						<ol class="history">
							${(await this.history(invoice)).map(
								({ time, words, link }) =>
									html`<li>${timeOf(time)}: ${link === undefined ? words : html`<a href="${link}">${words}</a>`}</li>`,
							)}
						</ol>
					</div>
				</div>
				<div>
					<h2>Page image</h2>
					${await this.image(invoice)}
				</div>
			</div>
		`;
		return { kind: 'page', status: faults.size > 0 ? 422 : 200, title: `Invoice ${number}`, body };
	}

	/** Carries out what a visitor asked for; shows Coupa's reason where it does not. */
	async act(id: string, name: string, { fields }: Visit): Promise<Reply | null> {
		const invoice = this.found(id);
		const act = INVOICE_ACTS.find((candidate) => candidate.name === name);
		if (invoice === undefined || act === undefined) return null;
		const code = fields.get('reason') ?? '';
		if (act.hasReason && !Object.hasOwn(DISPUTE_REASONS, code))
			return await this.page(id, false, new Map([['reason', 'Choose why the invoice is disputed.']]), fields);
		try {
			await act.carryOut(this.writes, this.world().coupa, invoice, { code, comment: fields.get('comment') ?? '' });
		} catch (error) {
			if (!(error instanceof CoupaSaysNo)) throw error;
			return await this.page(id, false, new Map([['state', error.message]]), fields);
		}
		return { kind: 'moved', to: `/invoices/${id}` };
	}

	/** The page image as browsers show it (`shown`), or as it was sent. Null for none. */
	async file(id: string, shown: boolean): Promise<Reply | null> {
		const image = this.found(id) && this.world().coupa.imageScan(Number(id));
		if (!image) return null;
		// What an upload says of its type is not believed.
		const type = await mimeTypeOf(image.bytes);
		const given = shown ? shownImage(type, image.bytes) : { type, bytes: image.bytes };
		return given && { kind: 'file', ...given, ...(!shown && { fileName: image.fileName }) };
	}

	private found(id: string): CoupaRecord | undefined {
		return this.world()
			.coupa.rows('invoices')
			.find((invoice) => textAt(invoice, 'id') === id);
	}

	private async image(invoice: CoupaRecord): Promise<Html> {
		const id = textAt(invoice, 'id') ?? '';
		const image = this.world().coupa.imageScan(Number(id));
		if (image === null) return html`<p>Coupa has no page image of it.</p>`;
		const type = await mimeTypeOf(image.bytes);
		const alt = `The page of invoice ${textAt(invoice, 'invoice-number') ?? ''}`;
		const original = html`<p><a href="/invoices/${id}/image">${image.fileName}</a><span class="hint"> (${type}, as it was sent)</span></p>`;
		if (type === 'application/pdf')
			return html`<iframe class="sheet" src="/invoices/${id}/page#navpanes=0&amp;view=FitH" title="${alt}"></iframe> ${original}`;
		return html`<img class="sheet" src="/invoices/${id}/page" alt="${alt}" /> ${original}`;
	}

	private async history(invoice: CoupaRecord) {
		const { coupa } = this.world();
		const packages = await this.packages.of(textAt(invoice, 'invoice-number') ?? '', textAt(invoice, 'supplier', 'number') ?? '');
		return historyOf(coupa, invoice, packages);
	}
}

function statusOf(invoice: CoupaRecord): string {
	return statusInWords(textAt(invoice, 'status') ?? 'no status');
}

function toneOf(invoice: CoupaRecord): Tone {
	return TONES[textAt(invoice, 'status') ?? ''] ?? 'busy';
}

function supplierOf(invoice: CoupaRecord): string {
	return textAt(invoice, 'supplier', 'name') ?? textAt(invoice, 'supplier', 'number') ?? 'no supplier';
}

function totalOf(invoice: CoupaRecord): string {
	return [textAt(invoice, 'gross-total'), textAt(invoice, 'currency', 'code')].filter((part) => part !== undefined).join(' ');
}

function disputes(invoice: CoupaRecord): Html | null {
	const codes = recordsAt(invoice, 'dispute-reasons').map((reason) => textAt(reason, 'code') ?? '');
	if (textAt(invoice, 'status') !== 'disputed' || codes.length === 0) return null;
	return html`<p class="notice bad"><strong>Disputed:</strong> ${codes.map((code) => DISPUTE_REASONS[code] ?? code).join(', ')}</p>`;
}

function actForms(invoice: CoupaRecord, faults: Faults, typed: ReadonlyMap<string, string>): Html {
	const [id, status] = [textAt(invoice, 'id') ?? '', textAt(invoice, 'status') ?? ''];
	const offered = INVOICE_ACTS.filter(({ offeredIn }) => offeredIn.includes(status));
	const reasons = Object.entries(DISPUTE_REASONS).map(([value, label]) => ({ value, label }));
	if (offered.length === 0) return html`<p class="hint">In this status nothing more can be done with it in Coupa.</p>`;
	const canBeVoided = offered.some(({ name }) => name === 'void');
	const acts = offered.map(({ name, button, hasReason }) => {
		const chosen = html`<button class="${name !== 'approve' && name !== 'submit' && 'second'}">${button}</button>`;
		const why = html`<fieldset>
			<legend>Dispute it</legend>
			<div class="columns">
				${select({ name: 'reason', label: 'Reason', value: typed.get('reason') ?? 'PRICE', choices: reasons }, faults)}
				${input({ name: 'comment', label: 'Comment (optional)', value: typed.get('comment') ?? '', most: 500 }, faults)}
			</div>
			${chosen}
		</fieldset>`;
		return html`<form method="post" action="/invoices/${id}/${name}" novalidate>${hasReason ? why : chosen}</form>`;
	});
	return html`<h2>What you can do</h2>
		<div class="acts">${acts}</div>
		${!canBeVoided && html`<p class="hint">Coupa voids what is approved, waits for its receipt or is a draft.</p>`}`;
}

function facts(invoice: CoupaRecord): Html {
	const created = textAt(invoice, 'created-at');
	const changed = textAt(invoice, 'updated-at');
	return factList([
		['ID', textAt(invoice, 'id')],
		['Supplier', supplierOf(invoice)],
		['Invoice date', textAt(invoice, 'invoice-date')?.slice(0, 10)],
		['Total', totalOf(invoice)],
		['Payment terms', textAt(invoice, 'payment-term', 'code')],
		['Exported to the ERP', valueAt(invoice, 'exported') === true ? 'Yes' : 'No'],
		['Paid', valueAt(invoice, 'paid') === true ? 'Yes' : 'No'],
		['Created', created === undefined ? null : timeOf(created)],
		['Changed', changed === undefined ? null : timeOf(changed)],
	]);
}

function linesOf(invoice: CoupaRecord): Html {
	const rows = recordsAt(invoice, 'invoice-lines').map((line) => [
		textAt(line, 'line-num'),
		textAt(line, 'description'),
		textAt(line, 'quantity'),
		textAt(line, 'price'),
		textAt(line, 'order-header-num') === undefined
			? textAt(line, 'account', 'code')
			: html`<a href="/orders">Order ${textAt(line, 'order-header-num')}, line ${textAt(line, 'order-line-num')}</a>`,
	]);
	return table('Lines', ['Line', 'Description', 'Quantity', 'Price', 'Order or account'], rows);
}
