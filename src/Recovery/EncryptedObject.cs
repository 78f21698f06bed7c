using System.Security.Cryptography;

namespace Helmstuck.Recovery;

/// <summary>What the description of an encrypted backup says about the object in it.</summary>
/// <param name="Program">The file name of the program that encrypted it.</param>
/// <param name="Kind"><c>Secret</c> or <c>ConfigMap</c>.</param>
/// <param name="ObjectDigest">Of the object as the API returned it.</param>
/// <param name="FileDigest">Of the encrypted file.</param>
internal sealed record EncryptedObject(string Program, string Kind, string ObjectDigest, string FileDigest)
{
    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}
