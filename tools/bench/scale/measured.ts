/** What the simulation goes by. Each figure was measured, or is documented, where its comment says. */
export const MEASURED = {
	/** Coupa requests of an invoice that is imported and submitted, look-ups included: test/e2e/volume.e2e.ts, packages of 100. */
	callsPerInvoice: 3.08,
	/** Requests a second that Coupa allows an OAuth client, and rows on a page: rules.md §4. */
	coupaRequestsPerSecond: 25,
	rowsPerPage: 50,
	/** SFTP requests of a package of one invoice, polls included, and how many packages a run has under way at once: `npm run bench`, part backlog. */
	sftpRequestsPerPackage: 23.4,
	/** SFTP requests for an invoice besides, to see that the claim is still ours: 0.4 to 1 in packages of 100 (test/e2e/volume.e2e.ts, test/queue). */
	sftpRequestsPerInvoice: 1,
	packagesAtOnce: 20,
	/** Processor time that a worker takes for an invoice: read, imported, settled, and its row in the import log, s: test/queue with `--undisturbed`. */
	workerSecondsPerInvoice: 0.08,
	/** Bytes of PostgreSQL for an invoice: its row in the import log, and its page image and file names while it is at work (those of the test are small): test/queue. */
	logBytesPerInvoice: 420,
	binaryBytesPerInvoice: 4_100,
	/** Bytes of a row of the Supplier Export: `npm run bench`, part export. */
	bytesPerSupplierRow: 350,
	/** Bytes of memory that an item takes for each byte of its JSON: 20,000 suppliers of 1.2 kB, parsed by Node 24. */
	heapPerJsonByte: 1.1,
} as const;

/** What the template and n8n have set. */
export const PRESETS = {
	/** A poll a minute, announcing so many packages to one run. */
	pollSeconds: 60,
	packagesPerPoll: 200,
	/** So many runs with so many packages hold back further announcements. */
	mostRuns: 2,
	manyPackages: 50,
	/** Get Many takes no further package when a run has so many invoices. */
	invoicesPerRun: 2_000,
	/** Invoices that a run has under way at once. */
	parallelInvoices: 6,
	/** The template's timeout, and how long after it the claims of a run are taken over, s. */
	runSeconds: 1_440,
	reclaimSeconds: 1_800,
	/** Requests per Second of the credential, all workers together. */
	requestsPerSecond: 20,
	/** Longest file in n8n's database mode, and all Data tables together, bytes. */
	largestFileBytes: 512 * 1024 * 1024,
	dataTablesBytes: 200 * 1024 * 1024,
	/** The sync template's timeout, s. */
	syncSeconds: 3_000,
} as const;
