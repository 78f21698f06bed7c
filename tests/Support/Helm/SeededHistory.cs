using System.Globalization;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Support;

/// <summary>
/// The records of one release, each written as a line: <c>NUMBER LABEL[/PAYLOAD] [flags]</c>. <c>3 failed</c> is revision 3, failed; <c>3
/// failed/deployed</c> has the label failed over a payload that says deployed; <c>3:7 failed</c> is an object named after 3 whose payload
/// calls itself 7. Flags: <c>corrupt=KIND</c>, <c>!owner</c>, <c>!name</c> (the label is missing), <c>noinfo</c>, <c>space=NS</c> (in the
/// payload), <c>plain</c> (not compressed), <c>ssa</c>, <c>calls-itself=NAME</c> (in the payload), <c>manifest</c> (has one object),
/// <c>manifest=KIND</c> (one of <see cref="Manifests"/>).
/// </summary>
internal sealed record SeededHistory(IReadOnlyList<string> Lines)
{
    /// <summary>What stands in place of the payload, by kind of corruption.</summary>
    public static readonly IReadOnlyDictionary<string, string> Corruptions = new Dictionary<string, string>
    {
        ["base64"] = "%%% not base64 %%%",
        ["empty"] = "",
        ["gzip"] = Convert.ToBase64String([0x1f, 0x8b, 0x08, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ["json"] = Convert.ToBase64String("{\"name\":\"web\",\"info\":{\"status\":"u8),
        ["text"] = Convert.ToBase64String("hello, world"u8),
        ["type"] = Convert.ToBase64String("{\"name\":\"web\",\"version\":\"7\",\"info\":{\"status\":\"deployed\"}}"u8),
        ["float"] = Convert.ToBase64String("{\"name\":\"web\",\"version\":7.5,\"info\":{\"status\":\"deployed\"}}"u8),
        ["time"] = Convert.ToBase64String(
            "{\"name\":\"web\",\"version\":7,\"info\":{\"status\":\"deployed\",\"first_deployed\":\"yesterday\"}}"u8
        ),
        ["array"] = Convert.ToBase64String("[]"u8),
    };

    /// <summary>Manifests that Helm cannot build, by what is wrong with them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Manifests = new Dictionary<string, string>
    {
        ["unserved"] = "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: opt\n",
        ["removed"] = "apiVersion: extensions/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: old\n",
        ["several"] =
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n---\napiVersion: apps/v1beta1\nkind: Deployment\nmetadata:\n"
            + "  name: web\n  namespace: other\n---\napiVersion: v1\nkind: Gadget\nmetadata:\n  name: opt\n",
        ["twice"] =
            "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: opt\n---\napiVersion: example.com/v1\nkind: Widget\n"
            + "metadata:\n  name: opt\n",
        ["list"] =
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: example.com/v1\n  kind: Widget\n  metadata:\n    name: opt\n"
            + "- apiVersion: apps/v1beta2\n  kind: Deployment\n  metadata:\n    name: p\n---\napiVersion: example.com/v1\nkind: Widget\n"
            + "metadata:\n  name: opt\n",
        ["kept"] = "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: opt\n  annotations:\n    helm.sh/resource-policy: keep\n",
        ["unparsable"] = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: [a\n",
    };

    public SeededHistory(params string[] lines)
        : this((IReadOnlyList<string>)lines) { }

    /// <summary>The objects to be written, as Helm would have stored them.</summary>
    public IEnumerable<SeedRecord> Seeds(string space, string release, string driver = "secret") =>
        Lines.Select(line => Seed(line, space, release, driver));

    /// <summary>The records as this program reads them out of those objects.</summary>
    public IReadOnlyList<ReleaseRecord> Records(string release, string driver = "secret") =>
        [.. Seeds("default", release, driver).Select(seed => Read(seed.Object(), driver))];

    public override string ToString() => string.Join(" | ", Lines);

    /// <summary>An object of the API as a record.</summary>
    public static ReleaseRecord Read(JsonObject stored, string driver) =>
        PayloadDecoder.FromObject(
            driver == "secret" ? StorageDriver.Secret : StorageDriver.ConfigMap,
            KubeObject.Parse(stored.ToJsonString())
        )!;

    private static SeedRecord Seed(string line, string space, string release, string driver)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var numbers = words[0].Split(':');
        var statuses = words[1].Split('/');
        var flags = words[2..];
        var labels = new Dictionary<string, string?>();
        if (flags.Contains("!owner"))
            labels["owner"] = null;
        if (flags.Contains("!name"))
            labels["name"] = null;
        return new SeedRecord(space, release, int.Parse(numbers[0], CultureInfo.InvariantCulture), statuses[0])
        {
            Driver = driver,
            PayloadStatus = statuses.Length > 1 ? statuses[1] : null,
            Labels = labels,
            Uncompressed = flags.Contains("plain"),
            Manifest =
                Value(flags, "manifest") is { } manifest ? Manifests[manifest]
                : flags.Contains("manifest") ? $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {release}\n"
                : "",
            Compression = System.IO.Compression.CompressionLevel.Fastest,
            EncodedPayload = Value(flags, "corrupt") is { } kind ? Corruptions[kind] : null,
            Edit = payload =>
            {
                if (numbers.Length > 1)
                    payload["version"] = int.Parse(numbers[1], CultureInfo.InvariantCulture);
                if (flags.Contains("noinfo"))
                    payload.Remove("info");
                if (flags.Contains("ssa"))
                    payload["apply_method"] = "ssa";
                if (Value(flags, "space") is { } other)
                    payload["namespace"] = other;
                if (Value(flags, "calls-itself") is { } name)
                    payload["name"] = name;
            },
        };
    }

    private static string? Value(string[] flags, string name) =>
        flags.FirstOrDefault(flag => flag.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
