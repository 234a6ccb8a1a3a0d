import type { Database } from './store/database';
import type { FileStore } from './store/files';
import type { RecordStore } from './store/records';
import type { CoupaSettings } from './settings';

/** One company's Coupa: what it stores and how it is set up. */
export interface Company {
	database: Database;
	records: RecordStore;
	files: FileStore;
	settings: CoupaSettings;
}
