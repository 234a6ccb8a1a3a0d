import { statusInWords, textAt, type CoupaRecord } from '../../../lib/core';
import type { RejectionReason } from '../../../lib/package';
import { html, type Html } from './html';
import {
	folderOf,
	inCoupa,
	packageFiles,
	type PackagedInvoice,
	type PackageFile,
	PackageReader,
	rejectionReasons,
	type Place,
} from './lock-box-files';
import { timeOf, toned } from './parts';
import type { PageWorld, Reply } from './types';

/** Packages that the home page shows. */
const MOST_SHOWN = 12;

const PLACE_WORDS: Record<Place, string> = {
	incoming: 'Incoming',
	processing: 'Processing',
	waiting: 'Waiting',
	rejected: 'Rejected',
	archive: 'Archive',
};

const WHAT_IT_MEANS: Record<Place, string> = {
	incoming: 'Delivered. It waits until n8n looks into the lock-box.',
	processing: 'n8n has claimed it and is importing it.',
	waiting: 'It waits for the buyer: something has to be done in Coupa first.',
	rejected: 'It went back to Scan One to be corrected.',
	archive: 'Every invoice in it is dealt with.',
};

/** The lock-box as one look at it found it. */
interface Seen {
	files: PackageFile[];
	reasons: RejectionReason[];
	invoices: CoupaRecord[];
}

/** Packages on their way through the lock-box, and what became of the invoices in them. */
export class PackagePages {
	private readonly reader = new PackageReader();

	constructor(private readonly world: () => PageWorld) {}

	/** The newest packages, one row each. */
	async list(): Promise<Html> {
		const seen = await this.look();
		const shown = seen.files.slice(0, MOST_SHOWN);
		if (shown.length === 0) return html`<p>The lock-box is empty. Send an invoice, and it shows up here.</p>`;
		const rows = await Promise.all(shown.map(async (file) => await this.row(file, seen)));
		const rest = seen.files.length - shown.length;
		return html`<ul class="cards">
				${rows}
			</ul>
			${rest > 0 && html`<p class="hint">And ${rest} older.</p>`}`;
	}

	/** One package: where it is, and its invoices. Null for one that the lock-box does not hold. */
	async page(name: string, isClosed: boolean): Promise<Reply | null> {
		const seen = await this.look();
		const file = seen.files.find((candidate) => candidate.name === name);
		if (file === undefined) return null;
		const invoices = await this.reader.invoicesIn(file);
		const fates = await Promise.all(invoices.map(async (invoice) => await this.fate(invoice, seen)));
		const body = html`
			<h1 class="breaks">${name}</h1>
			<div id="package" data-live>
				${steps(file.place)}
				<p data-key="${name}" data-say="${name}: ${PLACE_WORDS[file.place]}. ${WHAT_IT_MEANS[file.place]}">${WHAT_IT_MEANS[file.place]}</p>
				<p class="hint breaks">In the lock-box: ${folderOf(file.place)}/</p>
				<h2>Invoices in it</h2>
				${
					invoices.length === 0
						? html`<p>This package cannot be read here. What is wrong with it stands in the report beside it, once n8n has looked.</p>`
						: html`<ul class="cards">
								${fates}
							</ul>`
				}
			</div>
			${
				!isClosed &&
				html`<form method="post" action="/packages/${encodeURIComponent(name)}/again">
						<button class="second">Deliver it again</button>
					</form>
					<p class="hint">The same bytes under a new name: nothing may be in Coupa twice.</p>`
			}
		`;
		return { kind: 'page', title: name, body };
	}

	/** Names of the packages that an invoice came in, the newest first. */
	async of(number: string, supplierNumber: string): Promise<PackageFile[]> {
		const { files } = await this.look();
		const holding = await Promise.all(
			files.map(async (file) => {
				const invoices = await this.reader.invoicesIn(file);
				return invoices.some((invoice) => invoice.number === number && invoice.supplierNumber === supplierNumber) ? [file] : [];
			}),
		);
		return holding.flat();
	}

	private async look(): Promise<Seen> {
		const { root, coupa } = this.world();
		const [files, reasons] = await Promise.all([packageFiles(root), rejectionReasons(root)]);
		return { files, reasons, invoices: coupa.rows('invoices') };
	}

	private async row(file: PackageFile, seen: Seen): Promise<Html> {
		const { name, place, time } = file;
		const invoices = await this.reader.invoicesIn(file);
		const what = invoices.length === 1 ? `Invoice ${invoices[0]?.number ?? ''}` : `${invoices.length} invoices`;
		const [only] = invoices.length === 1 ? invoices : [];
		const record = only && inCoupa(seen.invoices, only);
		const status = record && textAt(record, 'status');
		return html`<li data-key="${name} ${time}" data-say="${name}: ${PLACE_WORDS[place]}">
			<p>
				<a class="breaks" id="p-${name}-${Math.round(time)}" href="/packages/${encodeURIComponent(name)}">${name}</a>
				${toned(place === 'rejected' ? 'bad' : place === 'waiting' ? 'warn' : place === 'archive' ? 'good' : 'busy', PLACE_WORDS[place])}
			</p>
			<p class="hint">${what}${status !== undefined && `, in Coupa: ${statusInWords(status)}`} · ${timeOf(time)}</p>
		</li>`;
	}

	/** What became of one invoice of a package. */
	private async fate(invoice: PackagedInvoice, seen: Seen): Promise<Html> {
		const record = inCoupa(seen.invoices, invoice);
		const reason = seen.reasons.find(({ number, supplier }) => number === invoice.number && supplier === invoice.supplierNumber)?.reason;
		const sentBack = (await this.amongOthers(invoice, 'rejected', seen)) ? reason : undefined;
		const waits = await this.amongOthers(invoice, 'waiting', seen);
		const id = record && textAt(record, 'id');
		const status = (record && textAt(record, 'status')) ?? '';
		const said = [
			...(record ? [`in Coupa, ${statusInWords(status)}`] : []),
			...(sentBack !== undefined ? ['sent back'] : []),
			...(waits ? ['waits for the buyer'] : []),
		].join('; ');
		return html`<li data-key="${invoice.number}/${invoice.supplierNumber}" data-say="Invoice ${invoice.number}: ${said}">
			<p><strong class="breaks">${invoice.number}</strong> · ${invoice.supplierNumber}${invoice.total !== '' && ` · ${invoice.total}`}</p>
			${record && html`<p>In Coupa: <a id="i-${id}" href="/invoices/${id}">invoice ${id}</a> ${toned('busy', statusInWords(status))}</p>`}
			${sentBack !== undefined && html`<p>${toned('bad', 'Sent back')} ${sentBack}</p>`}
			${waits && html`<p>${toned('warn', 'Waits for the buyer')} Its supplier has to be known and active in Coupa: see <a href="/suppliers">suppliers</a>.</p>`}
			${!record && sentBack === undefined && !waits && html`<p>Not in Coupa so far.</p>`}
		</li>`;
	}

	private async amongOthers({ number, supplierNumber }: PackagedInvoice, place: Place, { files }: Seen): Promise<boolean> {
		for (const file of files.filter((candidate) => candidate.place === place)) {
			const invoices = await this.reader.invoicesIn(file);
			if (invoices.some((invoice) => invoice.number === number && invoice.supplierNumber === supplierNumber)) return true;
		}
		return false;
	}
}

/** The way of a package, with the step it is at. */
function steps(place: Place): Html {
	const way: Place[] = ['incoming', 'processing', place === 'waiting' || place === 'rejected' ? place : 'archive'];
	return html`<ol class="steps" aria-label="Its way through the lock-box">
		${way.map((step) => html`<li ${step === place && html`aria-current="step"`}><span>${PLACE_WORDS[step]}</span></li>`)}
	</ol>`;
}
