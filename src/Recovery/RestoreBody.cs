using System.Globalization;
using System.Text.Json;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Recovery;

/// <summary>
/// The object that is created from a backup. It is built from a list of members, so that nothing else of the file reaches the cluster, and
/// only of a record of Helm whose name, labels and payload tell of the same revision.
/// </summary>
/// <param name="Json">The request's body.</param>
/// <param name="Remarks">What is unusual about it but no reason to refuse, a sentence each.</param>
internal sealed record RestoreBody(byte[] Json, IReadOnlyList<string> Remarks)
{
    /// <summary>Helm: pkg/storage/driver/secrets.go newSecretsObject.</summary>
    private const string SecretType = "helm.sh/release.v1";

    private static readonly string[] KeptMetadata = ["name", "namespace", "labels", "annotations"];

    /// <summary>The body, or why the object is not put back: words that go on after "holds an object that".</summary>
    public static (RestoreBody? Body, string? Problem) Of(KubeObject backup)
    {
        if (Problem(backup) is { } problem)
            return (null, problem);
        var driver = backup.Kind == "Secret" ? StorageDriver.Secret : StorageDriver.ConfigMap;
        var remarks = new List<string>();
        switch (PayloadDecoder.Decode(driver, backup.Json.Text("data", "release")!))
        {
            case RecordPayload.Decoded { Release: var release }:
                if (backup.Meta.Label("name") != release.Name || backup.Meta.Label("version") != Text(release.Version))
                    return (
                        null,
                        $"has a payload of release {release.Name}, revision {release.Version}, which its name and labels do not tell"
                    );
                if (release.Namespace != backup.Meta.Namespace)
                    remarks.Add(
                        $"the payload tells of namespace \"{release.Namespace}\"; the record is put back in {backup.Meta.Namespace}"
                    );
                break;
            case RecordPayload.Undecodable { Reason: var reason }:
                // Such a record can be stuck and be deleted, so it can come back as well.
                remarks.Add($"the payload could not be compared with the name: {reason}");
                break;
        }
        return (new RestoreBody(Written(backup.Json), remarks), null);
    }

    /// <summary>A namespace's name: a DNS label (apimachinery validation.IsDNS1123Label).</summary>
    public static bool IsNamespace(string name) =>
        name.Length is > 0 and <= 63
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && name[0] != '-'
        && name[^1] != '-';

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Problem(KubeObject backup)
    {
        var json = backup.Json;
        var meta = backup.Meta;
        if (json.Text("apiVersion") != "v1")
            return "is not of apiVersion v1";
        if (backup.Kind == "Secret" ? json.Text("type") != SecretType : json.TryGetProperty("type", out _))
            return $"has the type \"{json.Text("type")}\", not that of a record of Helm";
        if (!IsNamespace(meta.Namespace))
            return $"is in namespace \"{meta.Namespace}\", which is no valid name";
        if (!RecordName.TryParse(meta.Name, out var release, out var revision) || meta.Name != RecordName.Of(release, revision))
            return $"has the name \"{meta.Name}\", which Helm gives to no record";
        foreach (var (label, expected) in new[] { ("owner", "helm"), ("name", release), ("version", Text(revision)) })
        {
            if (meta.Label(label) != expected)
                return $"has the label {label}=\"{meta.Label(label)}\", but its name tells of {label}={expected}";
        }
        if (string.IsNullOrEmpty(meta.Label("status")))
            return "has no label status";
        foreach (var member in new[] { "ownerReferences", "finalizers", "generateName" })
        {
            if (json.GetProperty("metadata").TryGetProperty(member, out _))
                return $"has metadata.{member}, which is not put back";
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
