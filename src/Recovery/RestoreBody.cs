using System.Text.Json;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Recovery;

/// <summary>
/// The object that is created from a backup. It is built from a fixed list of members, so that nothing else of the file reaches the
/// cluster, and only from a Helm record whose name, labels and payload have the same revision.
/// </summary>
/// <param name="Json">The request's body.</param>
/// <param name="Remarks">What is unusual about it but not a reason to refuse, one sentence each.</param>
internal sealed record RestoreBody(byte[] Json, IReadOnlyList<string> Remarks)
{
    /// <summary>Helm: pkg/storage/driver/secrets.go newSecretsObject.</summary>
    private const string SecretType = "helm.sh/release.v1";

    private static readonly string[] KeptMetadata = ["name", "namespace", "labels", "annotations"];

    /// <summary>The body, or why the object is not restored, as the continuation of "holds an object that".</summary>
    public static (RestoreBody? Body, string? Problem) Of(KubeObject backup)
    {
        if (Problem(backup) is { } problem)
            return (null, problem);
        var driver = backup.Kind == "Secret" ? StorageDriver.Secret : StorageDriver.ConfigMap;
        var remarks = new List<string>();
        if (RecordMeta.From(driver, backup.Meta) is not { } record)
            return (null, $"has the name \"{backup.Meta.Name}\", which is not a record name of Helm");
        var payload = PayloadDecoder.Decode(driver, backup.Json.Text("data", "release")!);
        if (RecordIdentity.Contradiction(record, payload) is { } contradiction)
            return (null, $"contradicts itself: {contradiction}");
        if (RecordIdentity.OtherNamespace(record, payload) is { } elsewhere)
            remarks.Add($"the payload names namespace \"{elsewhere}\"; the record is restored in {record.Namespace}");
        // Such a record can be stuck and be deleted, so it can also be restored.
        if (payload is RecordPayload.Undecodable { Reason: var reason })
            remarks.Add($"the payload could not be compared with the name: {reason}");
        return (new RestoreBody(Written(backup.Json), remarks), null);
    }

    /// <summary>A namespace's name: a DNS label (apimachinery validation.IsDNS1123Label).</summary>
    public static bool IsNamespace(string name) =>
        name.Length is > 0 and <= 63
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && name[0] != '-'
        && name[^1] != '-';

    private static string? Problem(KubeObject backup)
    {
        var json = backup.Json;
        var meta = backup.Meta;
        if (json.Text("apiVersion") != "v1")
            return "is not of apiVersion v1";
        if (backup.Kind == "Secret" ? json.Text("type") != SecretType : json.TryGetProperty("type", out _))
            return $"has the type \"{json.Text("type")}\", not that of a record of Helm";
        if (!IsNamespace(meta.Namespace))
            return $"is in namespace \"{meta.Namespace}\", which is not a valid name";
        if (meta.Label("owner") != "helm")
            return $"has the label owner=\"{meta.Label("owner")}\", not owner=helm";
        foreach (var label in new[] { "name", "version", "status" })
        {
            if (string.IsNullOrEmpty(meta.Label(label)))
                return $"has no label {label}";
        }
        foreach (var member in new[] { "ownerReferences", "finalizers", "generateName" })
        {
            if (json.GetProperty("metadata").TryGetProperty(member, out _))
                return $"has metadata.{member}, which is not restored";
        }
        foreach (var member in new[] { "stringData", "binaryData" })
        {
            if (json.TryGetProperty(member, out _))
                return $"has {member}, which no record of Helm has";
        }
        return string.IsNullOrEmpty(json.Text("data", "release")) ? "has no data.release" : null;
    }

    private static byte[] Written(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in json.EnumerateObject())
            {
                if (member.Name is "apiVersion" or "kind" or "type" or "data" or "immutable")
                    member.WriteTo(writer);
            }
            writer.WriteStartObject("metadata");
            foreach (var member in json.GetProperty("metadata").EnumerateObject())
            {
                if (KeptMetadata.Contains(member.Name))
                    member.WriteTo(writer);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
