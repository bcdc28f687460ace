import type { GatewayErrorCode } from '../../../src/plugin-api.js'

/** https://platform.openai.com/docs/guides/error-codes and the codes of a failed response. */
export const ERROR_CODES: Readonly<Record<string, GatewayErrorCode>> = {
  invalid_prompt: 'CONTENT_FILTERED',
  bio_policy: 'CONTENT_FILTERED',
  cyber_policy: 'CONTENT_FILTERED',
  image_content_policy_violation: 'CONTENT_FILTERED',
  ...rejected(['data_residency_mismatch', 'invalid_image', 'invalid_image_format', 'invalid_base64_image', 'invalid_image_url']),
  ...rejected(['image_too_large', 'image_too_small', 'image_parse_error', 'invalid_image_mode', 'image_file_too_large']),
  ...rejected(['unsupported_image_media_type', 'empty_image_file', 'failed_to_download_image', 'image_file_not_found']),
  ...rejected(['unsupported_value', 'unsupported_parameter', 'invalid_encrypted_content']),
}

function rejected(codes: readonly string[]): Record<string, GatewayErrorCode> {
  return Object.fromEntries(codes.map((code) => [code, 'PROVIDER_REJECTED']))
}
