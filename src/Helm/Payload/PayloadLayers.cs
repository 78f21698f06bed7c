using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Payload;

/// <summary>
/// The layers of a payload in <c>data.release</c> as the API returns it: base64 of the Secret itself (a ConfigMap has none), Helm's own
/// base64, gzip (Helm: driver/util.go encodeRelease, decodeRelease).
/// </summary>
internal static class PayloadLayers
{
    /// <summary>The most bytes of JSON that are read from one payload; a Secret of 1 MiB holds about a tenth of that in practice.</summary>
    public const int MaxJsonBytes = 32 << 20;

    /// <summary>
    /// Removes the base64 layers; null if they are not base64. It decodes within <paramref name="dataRelease"/>, which is then of no use.
    /// </summary>
    public static byte[]? Unwrap(StorageDriver driver, byte[] dataRelease)
    {
        var inner = dataRelease.AsSpan();
        return (driver != StorageDriver.Secret || FromBase64(ref inner)) && FromBase64(ref inner) ? inner.ToArray() : null;
    }

    /// <summary>Whether the body is compressed; Helm reads anything else as JSON.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> body) => body.Length > 3 && body.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 0x08]);

    /// <summary>The JSON as a stream, decompressed while it is read.</summary>
    public static Stream Open(byte[] body) =>
        IsGzip(body) ? new GZipStream(new MemoryStream(body, false), CompressionMode.Decompress) : new MemoryStream(body, false);

    /// <summary>
    /// Whether the compressed body ended as a gzip stream of <paramref name="length"/> bytes. GZipStream accepts a truncated stream, and
    /// one with trailing bytes; Go rejects both.
    /// </summary>
    public static bool EndsWell(ReadOnlySpan<byte> body, long length) =>
        !IsGzip(body) || body.Length >= 18 && System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(body[^4..]) == (uint)length;

    /// <summary>Adds the layers: compressed if <paramref name="gzip"/>, and base64 as the driver stores it.</summary>
    public static string Wrap(StorageDriver driver, ReadOnlySpan<byte> json, bool gzip)
    {
        var body = gzip ? Compress(json) : json.ToArray();
        var inner = Convert.ToBase64String(body);
        return driver == StorageDriver.Secret ? Convert.ToBase64String(Encoding.ASCII.GetBytes(inner)) : inner;
    }

    private static byte[] Compress(ReadOnlySpan<byte> json)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.SmallestSize))
            gzip.Write(json);
        return buffer.ToArray();
    }

    /// <summary>Standard base64 as Go reads it: line breaks are skipped, other white space is an error. False for anything else.</summary>
    private static bool FromBase64(ref Span<byte> text)
    {
        if (text.IndexOfAny((byte)' ', (byte)'\t') >= 0)
            return false;
        var status = Base64.DecodeFromUtf8InPlace(text, out var written);
        text = text[..written];
        return status == System.Buffers.OperationStatus.Done;
    }
}
