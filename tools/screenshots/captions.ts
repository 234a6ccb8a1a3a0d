/** A picture of the documentation. */
export interface Caption {
	/** `docs/pictures/<name>.png`; that of a template is named like its file. */
	name: string;
	title: string;
	/** What the picture shows, in one sentence or two. */
	caption: string;
	/** What has to be seen in it for that to be true, beside the names of a template's nodes. */
	shows: string[];
}

/** In the order of docs/pictures.md, which is the order in which they are taken too: later ones need what earlier ones left. */
export const SECTIONS: Array<{ heading: string; pictures: Caption[] }> = [
	{
		heading: 'Templates',
		pictures: [
			{
				...{ name: 'import-invoices', title: 'Import invoices from Scan One into Coupa', shows: [] },
				caption: 'Packages are claimed, their invoices imported and the packages settled; below, who hears of what is not in Coupa.',
			},
			{
				...{ name: 'import-e-invoices', title: 'Import e-invoices from an inbox into Coupa', shows: [] },
				caption: 'E-invoices that arrive by e-mail are read and imported, and the sender hears why one is refused.',
			},
			{
				...{ name: 'sync-master-data', title: 'Sync accounts and suppliers to Scan One', shows: [] },
				caption:
					'GL accounts, suppliers and remit-to addresses that changed in Coupa go to the lock-box, with a full snapshot now and then.',
			},
			{
				...{ name: 'export-purchase-orders', title: 'Export purchase orders to Scan One', shows: [] },
				caption: 'Purchase orders that changed go to the lock-box; the part that marks them as exported is switched off.',
			},
			{
				...{ name: 'invoice-status', title: 'Invoice status to Scan One', shows: [] },
				caption: 'What became of each invoice in Coupa goes back to Scan One.',
			},
			{
				...{ name: 'review-tolerances', title: 'Review what tolerances hold', shows: [] },
				caption: 'Reviewers are asked about invoices that a tolerance holds, and their answers are carried out in Coupa.',
			},
			{
				...{ name: 'export-ok-to-pay', title: 'Export OK to pay to the ERP', shows: [] },
				caption: 'Approved invoices go to the ERP, and Coupa hears what the ERP took.',
			},
			{
				...{ name: 'import-payments', title: 'Payments of the ERP into Coupa', shows: [] },
				caption: 'Payments of the ERP get on the invoices in Coupa, each once.',
			},
			{
				...{ name: 'daily-reconciliation', title: 'Daily reconciliation of delivered invoices', shows: [] },
				caption: 'Once a day every delivered invoice is accounted for in one report.',
			},
			{
				...{ name: 'preflight', title: 'Preflight of Coupa and Scan One', shows: [] },
				caption: 'Both systems are asked what they can do, and the answers become one page.',
			},
		],
	},
	{
		heading: 'Credentials',
		pictures: [
			{
				...{ name: 'credential-coupa-failed', title: 'Coupa OAuth2, a wrong secret' },
				caption: 'The test failed, because Coupa refuses the client secret.',
				shows: ['Couldn’t connect with these settings', 'Client Secret', 'Coupa OAuth2 API'],
			},
			{
				...{ name: 'credential-coupa-passed', title: 'Coupa OAuth2, everything right' },
				caption: 'The test passed.',
				shows: ['Connection tested successfully', 'Coupa OAuth2 API'],
			},
			{
				...{ name: 'credential-scan-one-key', title: 'Scan One SFTP, no fingerprint yet' },
				caption:
					'The test shows the host key that it saw, to be compared with the one that the operator of the server names, and then pasted.',
				shows: ['Couldn’t connect with these settings', 'Scan One SFTP API'],
			},
			{
				...{ name: 'credential-scan-one-passed', title: 'Scan One SFTP, with the fingerprint' },
				caption: 'The test passed: the server showed the key that was pasted, in a field further down.',
				shows: ['Connection tested successfully', 'Scan One SFTP API'],
			},
		],
	},
	{
		heading: 'Nodes',
		pictures: [
			{
				...{ name: 'coupa-get-many', title: 'Coupa: Get Many with filters' },
				caption: 'Purchase orders by status, and what came out.',
				shows: ['Purchase Order', 'Get Many', 'Filters', 'Issued'],
			},
			{
				...{ name: 'coupa-trigger', title: 'Coupa Trigger' },
				caption: 'Starts a workflow when an invoice gets the status *approved*.',
				shows: ['Invoice approved', 'Status Changed', 'approved'],
			},
			{
				...{ name: 'scan-one-trigger', title: 'Scan One Trigger' },
				caption: 'Starts a workflow when the lock-box has invoices; here a test has found the packages of the sample delivery.',
				shows: ['Watch lock-box', '3 items', '20260505-a.zip'],
			},
			{
				...{ name: 'scan-one-get-many', title: 'Scan One: Get Many' },
				caption: 'Looks into the packages without moving them: 25 invoices of the sample delivery.',
				shows: ['Read invoices', '25 items', 'Look Only', 'Get Many'],
			},
			{
				...{ name: 'coupa-import', title: 'Coupa: Import' },
				caption: 'The step of the import template after a run: of 25 invoices that came in, 20 were imported; a hint counts the others.',
				shows: ['Import into Coupa', '20 imported, 1 held as draft, 3 refused, 1 needs the buyer'],
			},
			{
				...{ name: 'refused-invoice', title: 'A refused invoice' },
				caption:
					'The branch of the import template for refused invoices after the same run: each has its reason, and what was found in which row.',
				// Only the JSON on the right has the outcome in quotation marks.
				shows: ['Scan One: correct and resend', '3 items', 'Not imported: The control total is 77.01', '"refused"'],
			},
		],
	},
	{
		heading: 'Pages',
		pictures: [
			{
				...{ name: 'preflight-page', title: 'The preflight’s page' },
				caption: 'What was asked, what was seen, and which setting to choose; here of the sandboxes.',
				shows: ['Preflight: Scan One and Coupa', 'How it came out', 'Asked, seen, and what to do', 'Setting:'],
			},
			{
				...{ name: 'sandbox-page', title: 'The sandbox page' },
				caption: '`npm run demo -- --keep`: send an invoice by scan, fax or online entry, and watch what becomes of it.',
				shows: ['Scan upload', 'Fax', 'Online entry', 'Rejected', 'Pending Approval'],
			},
			{
				...{ name: 'reconciliation-report', title: 'The reconciliation report' },
				caption: 'Every delivered invoice has its place, and what somebody has to look at is named: here an invoice was voided in Coupa.',
				shows: ['Does it add up?', 'What somebody has to look at', 'Voided'],
			},
		],
	},
];

export const CAPTIONS: Caption[] = SECTIONS.flatMap(({ pictures }) => pictures);
