using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Payload;

/// <summary>
/// Changes a record's status and nothing else: the payload stays the JSON that Helm wrote, except <c>info.status</c> and
/// <c>info.description</c>. Helm 3 would drop members that it does not know (apply_method); this keeps them, and the text of every
/// number.
/// </summary>
internal static class PayloadEditor
{
    /// <summary>
    /// The value of <c>data.release</c> with another status and description; the same text if neither changes.
    /// Impossible for a payload that is not JSON, is larger than <see cref="PayloadLayers.MaxJsonBytes"/>, or has no <c>info</c>.
    /// </summary>
    public static PayloadEdit<string> SetStatus(StorageDriver driver, string dataRelease, string status, string description)
    {
        if (PayloadLayers.Unwrap(driver, Encoding.ASCII.GetBytes(dataRelease)) is not { } body)
            return new PayloadEdit<string>.Impossible("data.release is not base64");
        try
        {
            if (Inflate(body) is not { } json)
                return new PayloadEdit<string>.Impossible("the payload is too large, or its gzip stream is truncated");
            if (JsonPatch.SetMembers(json, ["info"], [("status", status), ("description", description)], true) is not { } edited)
                return new PayloadEdit<string>.Impossible("the payload has no info");
            return new PayloadEdit<string>.Done(
                ReferenceEquals(edited, json) ? dataRelease : PayloadLayers.Wrap(driver, edited, PayloadLayers.IsGzip(body))
            );
        }
        catch (InvalidDataException)
        {
            return new PayloadEdit<string>.Impossible("data.release is not valid gzip");
        }
        catch (JsonException)
        {
            return new PayloadEdit<string>.Impossible("the payload is not JSON");
        }
    }

    /// <summary>
    /// A whole Secret or ConfigMap to replace the one that was read: payload and <c>status</c> label changed, every other byte
    /// kept, including uid and resourceVersion (so that the API server accepts it only for this state). <paramref name="rawObject"/> is the
    /// object as the API returned it.
    /// </summary>
    public static PayloadEdit<byte[]> SetStatus(StorageDriver driver, ReadOnlyMemory<byte> rawObject, string status, string description)
    {
        var raw = rawObject.ToArray();
        try
        {
            if (JsonPatch.Text(raw, ["data", "release"]) is not { } dataRelease)
                return new PayloadEdit<byte[]>.Impossible("the object has no data.release");
            var payload = SetStatus(driver, dataRelease, status, description);
            if (payload is PayloadEdit<string>.Impossible { Reason: var reason })
                return new PayloadEdit<byte[]>.Impossible(reason);
            var edited = ((PayloadEdit<string>.Done)payload).Value;
            if (
                JsonPatch.SetMembers(raw, ["data"], [("release", edited)], false) is not { } withPayload
                || JsonPatch.SetMembers(withPayload, ["metadata", "labels"], [("status", status)], false) is not { } whole
            )
                return new PayloadEdit<byte[]>.Impossible("the object has no labels");
            return new PayloadEdit<byte[]>.Done(whole);
        }
        catch (JsonException)
        {
            return new PayloadEdit<byte[]>.Impossible("the object is not JSON");
        }
    }

    /// <summary>The description of a record whose status is set.</summary>
    /// <param name="status">The new status, failed or deployed.</param>
    /// <param name="was">The status that it had.</param>
    public static string MarkedDescription(string status, string was) => $"Marked {status} by kubectl helmstuck (it was {was})";

    /// <summary>The whole JSON, or null if it exceeds the limit or ends too early.</summary>
    private static byte[]? Inflate(byte[] body)
    {
        if (!PayloadLayers.IsGzip(body))
            return body;
        using var json = PayloadLayers.Open(body);
        using var whole = new MemoryStream();
        var piece = new byte[64 << 10];
        for (int read; (read = json.Read(piece)) > 0; )
        {
            whole.Write(piece, 0, read);
            if (whole.Length > PayloadLayers.MaxJsonBytes)
                return null;
        }
        return PayloadLayers.EndsWell(body, whole.Length) ? whole.ToArray() : null;
    }
}
