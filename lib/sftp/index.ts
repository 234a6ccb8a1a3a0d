export type { BareSftp } from './bare';
export { DEFAULT_SFTP_PORT, DEFAULT_SFTP_TIMES, type SftpSettings } from './settings';
export { isFailure, pathFailure, SftpFailure, throwIfLost, type SftpFailureKind } from './failure';
export type { ShownFile } from './looking';
export { makeFolders } from './make-folders';
export { fileIn, isFileName, isUnfinishedName } from './paths';
export type { RemoteFile, SftpPort, UploadOutcome } from './port';
export { withSftp } from './with-sftp';
