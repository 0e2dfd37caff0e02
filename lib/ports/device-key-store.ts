/** A key of this installation. Its private half can sign and can't be read out, not even by us. */
export interface DeviceKey {
  /** Thumbprint of the public half (RFC 7638). */
  readonly kid: string;
  /** The public half, base64url. */
  readonly x: string;
  readonly privateKey: CryptoKey;
}

/** Keeps keys as they are: only a structured clone can hold one that can't be exported. */
export interface DeviceKeyStore {
  load(): Promise<DeviceKey | null>;
  save(key: DeviceKey): Promise<void>;
  remove(): Promise<void>;
}
