export type { Claim } from './claim';
export { LockBox, type LockBoxSettings } from './lock-box';
export { ClaimLostError, LockBoxBoundError } from './failure';
export type { Announcement, Look, LookOptions, Unannounced } from './look';
export { originalName } from './names';
export type { PackageFolder } from './access';
export {
	DEFAULT_TIMES,
	FOLDER_PATTERNS,
	objectFolder,
	lockBoxFolders,
	OUTGOING_PATTERN,
	type LockBoxFolders,
	type LockBoxTimes,
} from './settings';
export type { Settled, Settlement } from './settle';
