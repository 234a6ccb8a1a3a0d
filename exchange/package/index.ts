export { PackageError } from './package-error';
export { defaultLimits, type PackageLimits } from './limits';
export { openPackage, type OpenedPackage, type PackageFile } from './open-package';
export { readInvoicePackage, type DeliverySource, type PackageContent, type PackageItem, type ReadPackageOptions } from './read-package';
export type { DeliveredFile, ImageRules } from './delivered-files';
export { buildRejectedPackage, type RejectedPackage, type RejectionRequest } from './rejected-package';
export { rejectionReport, type ReportEntry } from './report';
export { contentKey, sha256, type KeyFile } from './key';
export { imageTypes, mimeTypeOf } from './file-kind';
