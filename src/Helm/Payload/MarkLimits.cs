using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Payload;

/// <summary>
/// Whether the API server would store a record that is marked failed. The mark changes the payload, and with it the size.
/// </summary>
internal static class MarkLimits
{
    /// <summary>
    /// The most bytes that all values of a Secret or a ConfigMap may have together (Kubernetes: pkg/apis/core/types.go MaxSecretSize,
    /// pkg/apis/core/validation ValidateSecret, ValidateConfigMap).
    /// </summary>
    public const int MostBytes = 1 << 20;

    /// <summary>From this size on the marked payload is built to measure it: another compressor never adds a tenth.</summary>
    private const int MeasuredFrom = MostBytes / 10 * 9;

    /// <summary>Why the object of a stuck record cannot be marked failed, as a clause; null if it can.</summary>
    public static string? WhyNot(StorageDriver driver, KubeObject stored, ReleaseRecord record)
    {
        if (!record.IsDecodable)
            return "its payload cannot be decoded";
        if (stored.Json.Flag("immutable") == true)
            return $"the {(driver == StorageDriver.Secret ? "Secret" : "ConfigMap")} is immutable (immutable: true)";
        var text = stored.Json.Text("data", "release") ?? "";
        var others =
            Size(driver, stored, "data") + (driver == StorageDriver.ConfigMap ? Size(StorageDriver.Secret, stored, "binaryData") : 0);
        if (others < MeasuredFrom)
            return null;
        var edit = PayloadEditor.SetStatus(
            driver,
            text,
            ReleaseStatus.Failed,
            PayloadEditor.MarkedDescription(ReleaseStatus.Failed, record.Status)
        );
        if (edit is not PayloadEdit<string>.Done { Value: var marked })
            return ((PayloadEdit<string>.Impossible)edit).Reason;
        var size = others - Length(driver, text) + Length(driver, marked);
        return size <= MostBytes
            ? null
            : FormattableString.Invariant($"it would then hold {size:N0} bytes of data, and the API server takes at most {MostBytes:N0}");
    }

    private static long Size(StorageDriver driver, KubeObject stored, string member) =>
        stored.Json.At(member) is { ValueKind: JsonValueKind.Object } data
            ? data.EnumerateObject()
                .Where(value => value.Value.ValueKind == JsonValueKind.String)
                .Sum(value => Length(driver, value.Value.GetString()!))
            : 0;

    /// <summary>The bytes that count: a Secret's value without its base64, a ConfigMap's as it is.</summary>
    private static long Length(StorageDriver driver, string value) =>
        driver == StorageDriver.Secret && Base64.IsValid(value, out var decoded) ? decoded : Encoding.UTF8.GetByteCount(value);
}
