/** How much of everything is measured. Targets hold for the whole; a small run only shows that the bench works. */
export interface Scale {
	/** Suppliers read by Get Many and by the HTTP Request node, and how often by turns. */
	readAll: number;
	rounds: number;
	/** Suppliers read where each page takes as long as at a real tenant. */
	readSlowly: number;
	/** Suppliers of a table as large as the largest seen, and how many of its last ones are read. */
	deep: number;
	readDeep: number;
	/** Suppliers that each of two processes reads. */
	twoProcesses: number;
	/** Suppliers of the sync. */
	sync: number;
	syncRuns: number;
	/** Suppliers exported. */
	exported: number;
	/** Lines of the CSV file, and how often it is read by turns. */
	csvLines: number;
	csvRounds: number;
	/** Packages of one invoice that wait in the lock-box. */
	backlog: number;
	/** Packages of 10 MB imported in one run. */
	packages: number;
	/** Sizes of the hostile packages, in about 100 kB. */
	hostile: number[];
	/** How often each e-invoice is read. */
	eInvoices: number;
}

export const WHOLE: Scale = {
	readAll: 20_000,
	rounds: 2,
	readSlowly: 75_000,
	deep: 4_770_000,
	readDeep: 70_000,
	twoProcesses: 20_000,
	sync: 100_000,
	syncRuns: 5,
	exported: 200_000,
	csvLines: 100_000,
	csvRounds: 5,
	backlog: 600,
	packages: 50,
	hostile: [1, 80],
	eInvoices: 100,
};
export const SMALL: Scale = {
	readAll: 2_500,
	rounds: 1,
	readSlowly: 8_000,
	deep: 4_770_000,
	readDeep: 8_000,
	twoProcesses: 4_000,
	sync: 5_000,
	syncRuns: 3,
	exported: 10_000,
	csvLines: 10_000,
	csvRounds: 3,
	backlog: 40,
	packages: 5,
	hostile: [1],
	eInvoices: 20,
};
