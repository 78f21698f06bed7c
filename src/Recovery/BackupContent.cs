namespace Helmstuck.Recovery;

/// <summary>What is written into a backup's file.</summary>
/// <param name="Plain">The object as the API returned it.</param>
/// <param name="Bytes">The file's content: the same, or encrypted.</param>
/// <param name="Encryption">Null if it is not encrypted.</param>
internal sealed record BackupContent(ReadOnlyMemory<byte> Plain, ReadOnlyMemory<byte> Bytes, EncryptedObject? Encryption);
