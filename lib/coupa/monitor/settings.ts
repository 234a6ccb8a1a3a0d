/** How a batch operation shows in Coupa what it did (rules.md §16). */
export interface MonitorSettings {
	/** Code of the integration in Coupa (Setup > Integrations): runs and alerts are its. */
	integrationCode: string;
	/**
	 * `afterwards`: only where something was done or newly failed, so that a run with nothing to report makes no call; `beforehand`: before the
	 * work, so that one that is cut off stays visible as running.
	 */
	openRun: 'afterwards' | 'beforehand';
	/** What becomes of a document that failed: a record that alerts the contacts of the integration, a record alone, or nothing. */
	failedDocuments: 'alert' | 'record' | 'nothing';
	/** Which contacts are alerted. Only Functional is shown in the documents of records; contacts have all three (R39). */
	contactAlertType: 'Functional' | 'Technical' | 'Both';
	/** Verb of the requests that make a record: pages 0024, 0201 and 0202 have POST, page 0023 has PUT (⚠). */
	recordMethod: 'POST' | 'PUT';
	/** How a run ends in which some documents failed or are left for a later run; without such it ends with `success`. `finish` is of release 39. */
	closeWithFailures: 'fail' | 'pause' | 'pending' | 'finish' | 'success';
}

export const DEFAULT_MONITOR_SETTINGS: Omit<MonitorSettings, 'integrationCode'> = {
	openRun: 'afterwards',
	failedDocuments: 'alert',
	contactAlertType: 'Functional',
	recordMethod: 'POST',
	closeWithFailures: 'fail',
};
