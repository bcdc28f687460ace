export { type CachedLoaderOptions, createCachedLoader } from './create-cached-loader.js'
export { SharedCache, type SharedCacheOptions } from './shared-cache.js'
