using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Cluster.Differential;

/// <summary>
/// The decoder against Helm's own: hundreds of payloads that chance has broken in one place, each a release of its own. What Helm then
/// lists is what it could decode, with the revision and the status that it read.
/// </summary>
public sealed class DifferentialDecoderTests(ITestOutputHelper output)
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "5",
        "-0",
        "5.5",
        "1e3",
        "1e400",
        "\"\"",
        "\"text\"",
        "\"YQ==\"",
        "\"2026-01-02T03:04:05Z\"",
        "[]",
        "{}",
        "[1]",
        "[null]",
        "[\"a\"]",
        "[{}]",
        "{\"a\":1}",
        "{\"a\":\"b\"}",
        "{\"name\":\"n\"}",
    ];

    // Helm 3 reads a time without undoing escapes, Helm 4 undoes them first: nobody writes such times, and none are made here.
    private static readonly JsonSerializerOptions Plainly = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Listed =
    [
        "deployed",
        "uninstalled",
        "superseded",
        "failed",
        "uninstalling",
        "pending-install",
        "pending-upgrade",
        "pending-rollback",
    ];

    private static readonly string[] Strays = ["\\ud800", "\\u0000", "\t", "\\x", "é", "\\u00e9", "\"", "\\", "\n", "\u007f"];

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Payloads_broken_by_chance_are_decoded_exactly_where_Helm_decodes_them(int helm)
    {
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false, Audit = false });
        var space = await plane.CreateNamespaceAsync();
        var (seed, count) = DifferentialTests.SeedAndCount(1, 400);
        var random = new Random(seed);
        var decoded = new List<ReleasePayload>();
        var texts = new Dictionary<string, string>();
        var refused = 0;
        for (var number = 0; number < count; number++)
        {
            var payload = Break(random, Payload($"r{number}", space, 1 + number));
            var record = new SeedRecord(space, $"r{number}", 1 + number, "deployed") { EncodedPayload = Encode(random, payload) };
            texts[$"r{number}"] = Encoding.UTF8.GetString(payload);
            await plane.SeedAsync(record);
            var stored = (await plane.GetAsync($"api/v1/namespaces/{space}/secrets/{record.Name}"))!;
            if (SeededHistory.Read(stored, "secret").Release is not { } release)
                refused++;
            // Helm crashes over a record without info; the named states have those.
            else if (!release.HasInfo)
                await plane.DeleteAsync($"api/v1/namespaces/{space}/secrets/{record.Name}");
            else
                decoded.Add(release);
        }
        // A list shows the newest of each name and namespace, if its status is one that Helm knows (Helm: action/list.go).
        var expected = decoded
            .GroupBy(release => (release.Namespace, release.Name))
            .Select(group => group.MaxBy(release => release.Version)!)
            .Where(release => Listed.Contains(release.Status))
            .Select(release => Row(release.Name, release.Version, release.Status))
            .ToList();
        var listed = await plane.Helm(
            helm,
            helm == 3
                ? ["list", "--all", "-n", space, "--max", "10000", "-o", "json"]
                : ["list", "-n", space, "--max", "10000", "-o", "json"]
        );
        var real = JsonNode
            .Parse(listed.MustSucceed().Output)!
            .AsArray()
            .Select(row =>
                Row((string)row!["name"]!, int.Parse((string)row["revision"]!, CultureInfo.InvariantCulture), (string)row["status"]!)
            )
            .ToList();
        Assert.InRange(refused, count / 4, count * 3 / 4);
        var differing = expected
            .Except(real)
            .Select(row => $"only here: {row}")
            .Concat(real.Except(expected).Select(row => $"only Helm: {row}"))
            .Select(row => $"{row}\n{texts.GetValueOrDefault(row.Split(' ')[2])}")
            .ToList();
        var summary =
            $"differential: {count - differing.Count} of {count} payloads (seed {seed}) are decoded, or refused ({refused}), as "
            + $"helm{helm} does";
        output.WriteLine(summary);
        await Console.Out.WriteLineAsync(summary);
        Assert.True(differing.Count == 0, string.Join('\n', differing.Take(10)));
    }

    private static string Row(string name, long revision, string status) =>
        $"{name} {revision.ToString(CultureInfo.InvariantCulture)} {status}";

    private static string Payload(string name, string space, int revision) =>
        $$$"""
            {"name":"{{{name}}}","info":{"first_deployed":"2026-01-02T03:04:05.5Z","last_deployed":"2026-01-02T03:04:05+02:00","deleted":"2026-01-02T03:04:05Z","description":"d","status":"failed","notes":"n","resources":null},
            "chart":{"metadata":{"name":"demo","home":"h","sources":["s"],"version":"1.0.0","keywords":["k"],"maintainers":[{"name":"m","email":"e"}],"apiVersion":"v2","deprecated":false,"annotations":{"a":"b"},"dependencies":[{"name":"x","version":"1","repository":"r","tags":["t"],"enabled":true,"import-values":["v",1]}],"type":"application"},
            "lock":{"generated":"2026-01-02T03:04:05Z","digest":"sha","dependencies":[{"name":"x","version":"1","repository":"r"}]},
            "templates":[{"name":"t","data":"YQ=="}],"values":{"a":{"b":[1,2.5,"c"]}},"schema":"e30=","files":[{"name":"f","data":""}]},
            "config":{"x":[1,{"y":null}]},"manifest":"m","hooks":[{"name":"h","kind":"Job","path":"p","manifest":"m","events":["pre-upgrade"],"last_run":{"started_at":"2026-01-02T03:04:05Z","completed_at":"2026-01-02T03:04:05Z","phase":"Running"},"weight":1,"delete_policies":["hook-failed"]}],
            "version":{{{revision}}},"namespace":"{{{space}}}","unknown":{"a":[1]}}
            """.ReplaceLineEndings("");

    private static byte[] Break(Random random, string json)
    {
        switch (random.Next(14))
        {
            case < 5 or 10 or 11:
                return Encoding.UTF8.GetBytes(ReplaceValue(random, JsonNode.Parse(json)!));
            case 5:
                var at = random.Next(json.Length);
                return Encoding.UTF8.GetBytes(json.Insert(at, Strays[random.Next(Strays.Length)]));
            case 6:
                return Encoding.UTF8.GetBytes(json[..random.Next(json.Length)]);
            case 7:
                // Doubled members with other values: the last one counts.
                return Encoding.UTF8.GetBytes(
                    json[..^1] + $",\"{(random.Next(2) == 0 ? "Version" : "manifest")}\":{Values[random.Next(Values.Length)]}}}"
                );
            case 8:
                var bytes = Encoding.UTF8.GetBytes(json);
                bytes[random.Next(bytes.Length)] = (byte)random.Next(0x80, 0x100);
                return bytes;
            default:
                return Encoding.UTF8.GetBytes(json);
        }
    }

    private static string ReplaceValue(Random random, JsonNode root)
    {
        var places = new List<JsonNode>();
        Collect(root, places);
        var place = places[random.Next(places.Count)];
        place.ReplaceWith("@@");
        return root.ToJsonString(Plainly).Replace("\"@@\"", Values[random.Next(Values.Length)], StringComparison.Ordinal);
    }

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        foreach (
            var child in node is JsonObject members ? members.Select(member => member.Value)
            : node is JsonArray items ? items
            : []
        )
        {
            if (child is null)
                continue;
            places.Add(child);
            Collect(child, places);
        }
    }

    private static string Encode(Random random, byte[] json)
    {
        var body = random.Next(4) == 0 ? json : Compress(json);
        var text = Convert.ToBase64String(
            random.Next(30) switch
            {
                0 => body[..^random.Next(1, 12)],
                1 => [.. body, 0x20],
                2 => Flip(random, body),
                _ => body,
            }
        );
        return random.Next(30) switch
        {
            0 => text.Insert(random.Next(text.Length), "\n"),
            1 => text.Insert(random.Next(text.Length), " "),
            2 => text.TrimEnd('='),
            3 => text + "=",
            _ => text,
        };
    }

    private static byte[] Flip(Random random, byte[] body)
    {
        body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
        return body;
    }

    private static byte[] Compress(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, true))
            gzip.Write(json);
        return packed.ToArray();
    }
}
