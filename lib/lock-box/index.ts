export type { Claim } from './claim';
export type { AtWork } from './claims';
export { LockBox, type LockBoxSettings } from './lock-box';
export { BindingLostError, ClaimLostError, LockBoxBoundError } from './failure';
export type { Announcement, Look, LookOptions } from './look';
export { deliveredName, nameBeforeWaiting, originalName } from './names';
export {
	DEFAULT_TIMES,
	PACKAGES_AT_ONCE,
	FOLDER_PATTERNS,
	objectFolder,
	lockBoxFolders,
	OUTGOING_PATTERN,
	type LockBoxFolders,
	type LockBoxTimes,
} from './settings';
export { termOf } from './terms';
export type { Settled, SettleJob, Settlement } from './settle';
export type { Stock, StockedFile } from './stock';
export { preflight } from './preflight/preflight';
