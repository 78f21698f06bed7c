using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Payload;

/// <summary>
/// Reads <c>data.release</c> as Helm does, and keeps what this program needs. The JSON is read while it is decompressed, through one buffer
/// as large as its longest string; chart templates, files and values are skipped.
/// </summary>
internal static class PayloadDecoder
{
    /// <summary>Go's own limit (encoding/json maxNestingDepth).</summary>
    private const int MaxDepth = 10_000;

    private const int FirstBuffer = 64 << 10;

    /// <summary>
    /// The payload, or why it cannot be decoded. It is <see cref="RecordPayload.Undecodable"/> if Go's encoding/json rejects it (wrong
    /// types, broken JSON, broken gzip), so that Helm does not see the record either, and if it exceeds
    /// <see cref="PayloadLayers.MaxJsonBytes"/>.
    /// </summary>
    public static RecordPayload Decode(StorageDriver driver, string dataRelease) => Decode(driver, Encoding.ASCII.GetBytes(dataRelease));

    private static RecordPayload Decode(StorageDriver driver, byte[] dataRelease)
    {
        if (dataRelease.Length == 0)
            return new RecordPayload.Undecodable("data.release is missing or empty");
        if (PayloadLayers.Unwrap(driver, dataRelease) is not { } body)
            return new RecordPayload.Undecodable("data.release is not base64");
        try
        {
            using var json = PayloadLayers.Open(body);
            return Read(json, body);
        }
        catch (InvalidDataException)
        {
            return new RecordPayload.Undecodable("data.release is not valid gzip");
        }
        catch (JsonException broken)
        {
            return new RecordPayload.Undecodable($"the payload is not JSON that Helm can read: {FirstSentence(broken.Message)}");
        }
    }

    /// <summary>
    /// A Secret or ConfigMap as a record; null if its name is not a record name of Helm. An object without its data
    /// (kind PartialObjectMetadata) is <see cref="RecordPayload.NotRead"/>.
    /// </summary>
    public static ReleaseRecord? FromObject(StorageDriver driver, KubeObject found)
    {
        if (RecordMeta.From(driver, found.Meta) is not { } meta)
            return null;
        if (found.Kind == "PartialObjectMetadata")
            return new ReleaseRecord(meta, RecordPayload.NotRead.Instance);
        var record = new ReleaseRecord(meta, Decode(driver, found.Json.Utf8("data", "release") ?? []));
        return record.IsInTheWay ? record with { Unmarkable = MarkLimits.WhyNot(driver, found, record) } : record;
    }

    private static RecordPayload Read(Stream json, byte[] body)
    {
        var builder = new PayloadBuilder();
        var buffer = new byte[FirstBuffer];
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth });
        var (held, total) = (0, 0L);
        while (true)
        {
            // The buffer is filled before it is parsed: otherwise a long string that arrives in small pieces would be scanned once for each
            // of them.
            var read = json.ReadAtLeast(buffer.AsSpan(held), buffer.Length - held, false);
            var last = held + read < buffer.Length;
            (held, total) = (held + read, total + read);
            if (total > PayloadLayers.MaxJsonBytes)
                return new RecordPayload.Undecodable($"the payload is larger than {PayloadLayers.MaxJsonBytes >> 20} MiB decompressed");
            var reader = new Utf8JsonReader(buffer.AsSpan(0, held), last, state);
            while (reader.Read())
            {
                if (builder.Take(ref reader) is { } problem)
                    return new RecordPayload.Undecodable(problem);
            }
            if (last)
                return PayloadLayers.EndsWell(body, total)
                    ? new RecordPayload.Decoded(builder.Build())
                    : new RecordPayload.Undecodable("the gzip stream is truncated or has trailing bytes");
            state = reader.CurrentState;
            var consumed = (int)reader.BytesConsumed;
            var next = consumed == 0 ? new byte[Math.Min(buffer.Length * 4, PayloadLayers.MaxJsonBytes + 1)] : buffer;
            buffer.AsSpan(consumed, held - consumed).CopyTo(next);
            (buffer, held) = (next, held - consumed);
        }
    }

    /// <summary>Without the position from System.Text.Json, which counts from the last refill of the buffer.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end].TrimEnd('.', ' ');
    }
}
