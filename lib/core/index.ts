export * from './decimal';
export { decode, isUtf8Text, type Decoded, type EncodingChoice } from './decode';
export * from './delivery';
export * from './failure';
export * from './problem';
export * from './record';
export * from './secrets';
export * from './text';
