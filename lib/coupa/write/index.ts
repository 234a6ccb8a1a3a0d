export { attachFile, type FileToAttach } from './attach';
export { autoMapped } from './auto-map';
export { writableAttributes, type Writable } from './attributes';
export { bodyOf, checkComplete, checkedBody, type BodySource } from './body';
export { createOnce, keyOf, type Written } from './create';
export { ignoredBy, type Ignored } from './ignored';
export { deleteOnce, updateOnce } from './update';
export { createOrUpdate } from './upsert';
export { roundedNumber } from './value';
