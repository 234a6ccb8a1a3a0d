import type { Database } from './store/database';
import type { FileStore } from './store/files';
import type { GeneratedTable } from './store/generated';
import type { RecordStore } from './store/records';
import type { CoupaSettings } from './settings';
import type { IgnoredPart } from './types';

/** One company's Coupa: what it stores and how it is set up. */
export interface Company {
	database: Database;
	records: RecordStore;
	files: FileStore;
	settings: CoupaSettings;
	/** Tables whose rows are made up, by resource. */
	generated: Record<string, GeneratedTable>;
	/** What requests asked for and Coupa silently did not keep. */
	ignored: IgnoredPart[];
}
