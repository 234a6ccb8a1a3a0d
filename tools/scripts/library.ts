/** Everything the nodes share, in one bundle: see build.ts. */
export * from '../../lib/core';
export * from '../../lib/coupa';
export * from '../../lib/coupa/schema';
export * from '../../lib/coupa-sftp';
export * from '../../lib/flat-file';
export * from '../../lib/lock-box';
export * from '../../lib/package';
export * from '../../lib/sftp';
export * from '../../lib/xml';
