import { sizeText } from '../../../lib/core';
import type { CoupaSandbox } from '../coupa';
import { lineField, linesOf, type Values, type Way } from './capture-form';
import { sourceChoices, type CaptureSource } from './capture-source';
import { described, faultSummary, field, input, select, type Choice, type Faults } from './fields';
import { html, type Html } from './html';
import type { Upload } from './uploads';

export const WAY_TEXTS: Record<Way, { title: string; lead: string; heading: string; button: string }> = {
	scan: {
		title: 'Scan upload',
		lead: 'Choose a page, and give what capture reads from it. The page travels with the invoice, whatever it shows.',
		heading: 'What capture reads from the page',
		button: 'Send the scan',
	},
	fax: {
		title: 'Fax',
		lead: 'A fax has come in: a coarse page in black and white. What capture read from it stands below; change it, and capture has misread the page.',
		heading: 'What capture reads from the page',
		button: 'Send the fax',
	},
	entry: {
		title: 'Online entry',
		lead: 'A supplier without paper types the invoice in. It has to add up before it is sent; its page is made from what is typed.',
		heading: 'The invoice',
		button: 'Send the invoice',
	},
};

export interface CaptureView {
	way: Way;
	values: Values;
	source: CaptureSource;
	faults: Faults;
	/** The page that is kept for this form, and under which name. */
	upload: { id: string; page: Upload } | null;
	terms: Choice[];
	currencies: Choice[];
	accounts: Choice[];
}

/** The form of one way in. */
export function captureBody(coupa: CoupaSandbox, view: CaptureView): Html {
	const { way, values, source, faults } = view;
	const { title, lead, heading, button } = WAY_TEXTS[way];
	const value = (name: string): string => values.get(name) ?? '';
	return html`
		<h1>${title}</h1>
		<p class="lead">${lead}</p>
		${faultSummary(faults, 'Nothing was sent yet')}
		<form method="post" enctype="multipart/form-data" novalidate>
			<button class="unseen" tabindex="-1" aria-hidden="true">${button}</button>
			<input type="hidden" name="shown" value="${source.key}" />
			<input type="hidden" name="upload" value="${view.upload?.id}" />
			${way !== 'entry' && pageSection(view)}
			<h2>${heading}</h2>
			<div class="columns">
				<div class="wide">
					${select({ name: 'from', label: 'What it is for', value: value('from'), choices: sourceChoices(coupa) }, faults)}
					<button name="show" value="yes" class="second">Show its lines</button>
				</div>
				${input({ name: 'number', label: 'Invoice number', value: value('number'), required: true, most: 60 }, faults)}
				${input({ name: 'date', label: 'Invoice date', value: value('date'), type: 'date', required: true }, faults)}
				${select({ name: 'currency', label: 'Currency', value: value('currency'), choices: view.currencies }, faults)}
				${select({ name: 'terms', label: 'Payment terms', value: value('terms'), choices: view.terms }, faults)}
			</div>
			${linesSection(view)}
			<div class="columns">
				${input({ name: 'total', label: 'Invoice total', value: value('total'), decimal: true, hint: totalHint(way), most: 40 }, faults)}
			</div>
			<p><button>${button}</button></p>
		</form>
	`;
}

function totalHint(way: Way): string {
	return way === 'entry'
		? 'Left blank, the lines are added up.'
		: 'Left blank, capture reads the right one. With a wrong one, see what the import says.';
}

function pageSection({ way, upload, faults }: CaptureView): Html {
	const hint = 'PDF, PNG, JPEG or TIFF, 10 MB at most. You can drop it here.';
	const face = { name: 'page', hint };
	const shown = upload && html`<img src="/pages/${upload.id}" alt="The page as it will be sent" class="sheet" />`;
	const isPdf = upload?.page.type === 'application/pdf';
	return html`
		<h2>The page</h2>
		${
			upload &&
			html`<p>
				Kept: <a href="/pages/${upload.id}" target="_blank">${upload.page.fileName}<span class="unseen"> (opens a new tab)</span></a
				>, ${sizeText(upload.page.bytes.length)}.
			</p>`
		}
		${
			way === 'scan' &&
			html`<div class="drop" data-drop>
				${field(
					{ ...face, label: upload ? 'Another page in its place' : 'Page' },
					faults,
					html`<input id="page" name="page" type="file" accept=".pdf,.png,.jpg,.jpeg,.tif,.tiff" ${described(face, faults)} />`,
				)}
				<p><a href="/sample-invoice.pdf" download>Take a sample invoice (PDF)</a></p>
			</div>`
		}
		${!isPdf && shown}
	`;
}

function linesSection(view: CaptureView): Html {
	const { source, values, faults, accounts } = view;
	const places = Array.from({ length: linesOf(source) }, (_, index) => index + 1);
	const cell = (place: number, part: 'description' | 'quantity' | 'price', label: string): Html => {
		const name = lineField(place, part);
		const isText = part === 'description';
		const face = { name, label: `${label} of line ${place}`, value: values.get(name) ?? '', quiet: true };
		return input({ ...face, decimal: !isText, most: isText ? 300 : 40 }, faults);
	};
	const rows = places.map((place) => {
		const ordered = source.order?.lines[place - 1];
		const isAmount = ordered?.quantity === null;
		const account = lineField(place, 'account');
		return html`<li class="line">
			<h4>${ordered ? html`Line ${ordered.number}: ${ordered.description}` : html`Line ${place}`}</h4>
			<div class="columns">
				${!ordered && html`<div class="wide"><span class="label" aria-hidden="true">Description</span>${cell(place, 'description', 'Description')}</div>`}
				${
					!isAmount &&
					html`<div>
						<span class="label" aria-hidden="true">Quantity${ordered?.uom ? html` (${ordered.uom})` : ''}</span>
						${cell(place, 'quantity', 'Quantity')}
					</div>`
				}
				<div>
					<span class="label" aria-hidden="true">${isAmount ? 'Amount' : 'Price'}</span>
					${cell(place, 'price', isAmount ? 'Amount' : 'Price')}
				</div>
				${
					!ordered &&
					html`<div>
						<span class="label" aria-hidden="true">Account</span>
						${select({ name: account, label: `Account of line ${place}`, value: values.get(account) ?? '', choices: accounts, quiet: true }, faults)}
					</div>`
				}
			</div>
		</li>`;
	});
	return html`<h3>Lines</h3>
		<p class="hint">
			${
				source.order
					? 'A line without a quantity (or amount) is not on the invoice. Quantities and prices are those of the order at first.'
					: 'A blank line is not on the invoice.'
			}
		</p>
		<ul class="lines">
			${rows}
		</ul>`;
}
