export * from './coupa-sftp';
export * from './dropbox';
export * from './flat-file';
export * from './package';
export * from './sftp';
export * from './xml';
