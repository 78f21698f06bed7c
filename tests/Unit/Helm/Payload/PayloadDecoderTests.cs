using System.IO.Compression;
using System.Text;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Helm.Payload;

public sealed class PayloadDecoderTests
{
    private const string Full = """
        {"name":"web","info":{"first_deployed":"2026-01-02T03:04:05.678901234Z","last_deployed":"2026-01-03T03:04:05+02:00","deleted":"","description":"Preparing upgrade","status":"pending-upgrade","notes":"n","rollback_revision":3},
        "chart":{"metadata":{"name":"demo","version":"1.2.3","appVersion":"v9","future":[1,{"a":2}]},"lock":null,"templates":[{"name":"templates/a.yaml","data":"YTogYg=="}],"values":{"status":"no","name":{"version":3e2}},"schema":null,"files":[]},
        "config":{"info":{"status":"deployed"},"huge":123456789012345678901234567890},"manifest":"---\nkind: ConfigMap\n","hooks":[
        {"name":"migrate","kind":"Job","path":"p","manifest":"kind: Job","events":["pre-upgrade","pre-install"],"last_run":{"started_at":"2026-01-03T03:04:06Z","completed_at":"","phase":"Running"},"weight":-5,"delete_policies":["hook-succeeded"]},
        {"name":"never","last_run":{"started_at":"","completed_at":"","phase":""}}],
        "version":1234,"namespace":"gitlab","apply_method":"ssa","unknown":{"deep":[[[null]]]}}
        """;

    [Theory]
    [InlineData("secret", false)]
    [InlineData("secret", true)]
    [InlineData("configmap", false)]
    [InlineData("configmap", true)]
    public void Everything_that_is_shown_is_read(string driverName, bool plain)
    {
        var driver = driverName == "secret" ? StorageDriver.Secret : StorageDriver.ConfigMap;
        var release = Decoded(PayloadDecoder.Decode(driver, Wrap(driver, Encoding.UTF8.GetBytes(Full), plain)));
        Assert.Equal(
            ("web", 1234, "gitlab", "pending-upgrade", "Preparing upgrade"),
            (release.Name, release.Version, release.Namespace, release.Status, release.Description)
        );
        Assert.Equal(
            ("demo-1.2.3", "v9", "ssa", "---\nkind: ConfigMap\n"),
            (release.Chart, release.AppVersion, release.ApplyMethod, release.Manifest)
        );
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 1, 4, 5, TimeSpan.Zero), release.LastDeployed);
        Assert.Equal(2026, release.FirstDeployed!.Value.Year);
        Assert.Equal(2, release.Hooks.Count);
        var hook = release.Hooks[0];
        Assert.Equal(("migrate", "Job", "kind: Job", -5, "Running"), (hook.Name, hook.Kind, hook.Manifest, hook.Weight, hook.Phase));
        Assert.Equal(["pre-upgrade", "pre-install"], hook.Events);
        Assert.NotNull(hook.StartedAt);
        Assert.Null(hook.CompletedAt);
        Assert.Equal(("never", "", 0), (release.Hooks[1].Name, release.Hooks[1].Phase, release.Hooks[1].Weight));
        Assert.Null(release.Hooks[1].StartedAt);
        Assert.Empty(release.Hooks[1].Events);
    }

    [Fact]
    public void Every_cut_of_the_stream_into_buffers_reads_the_same()
    {
        var manifest = new string('x', 400_000) + "\\n\\\"é";
        var json = Full.Replace("---\\nkind: ConfigMap\\n", manifest, StringComparison.Ordinal);
        for (var shift = 0; shift < 40; shift++)
        {
            var release = Decoded(Json(new string(' ', 65_500 + shift) + json));
            Assert.Equal(400_003, release.Manifest.Length);
            Assert.Equal(1234, release.Version);
        }
    }

    [Theory]
    [InlineData("{\"NAME\":\"a\",\"Info\":{\"STATUS\":\"failed\",\"de\u017fcription\":\"d\"},\"Version\":3}", "a", 3, "failed")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"version\":1,\"version\":2,\"info\":{\"status\":\"failed\"}}", "b", 2, "failed")]
    [InlineData("{\"name\":null,\"version\":null,\"info\":null,\"chart\":null,\"hooks\":null}", "", 0, "unknown")]
    [InlineData("{\"n\\u0061me\":\"a\\ud800b\",\"version\":-0}", "a\ufffdb", 0, "unknown")]
    [InlineData("{\"unknown\":[1e999],\"info\":{\"also\":{\"name\":1e999}}}", "", 0, "unknown")]
    [InlineData("null", "", 0, "unknown")]
    [InlineData("{}", "", 0, "unknown")]
    [InlineData(" {\"info\":{\"status\":\"\"}} ", "", 0, "unknown")]
    [InlineData("{\"chart\":{\"schema\":[1,2,3]},\"config\":{\"a\":1e300}}", "", 0, "unknown")]
    public void What_Go_takes_is_taken(string json, string name, int version, string status)
    {
        var release = Decoded(Json(json));
        Assert.Equal((name, version, status), (release.Name, release.Version, release.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("// note\n{}")]
    [InlineData("{\"version\":\"3\"}")]
    [InlineData("{\"version\":3.0}")]
    [InlineData("{\"version\":1e2}")]
    [InlineData("{\"version\":9223372036854775808}")]
    [InlineData("{\"name\":3}")]
    [InlineData("{\"info\":[]}")]
    [InlineData("{\"info\":{\"status\":true}}")]
    [InlineData("{\"info\":{\"first_deployed\":\"yesterday\"}}")]
    [InlineData("{\"info\":{\"first_deployed\":\"2026-02-30T00:00:00Z\"}}")]
    [InlineData("{\"info\":{\"first_deployed\":\"2026-02-03 00:00:00Z\"}}")]
    [InlineData("{\"info\":{\"resources\":{\"v1\":[{}]}}}")]
    [InlineData("{\"chart\":{\"templates\":[{\"data\":\"%\"}]}}")]
    [InlineData("{\"chart\":{\"templates\":{}}}")]
    [InlineData("{\"chart\":{\"metadata\":{\"keywords\":\"a\"}}}")]
    [InlineData("{\"chart\":{\"lock\":{\"generated\":\"\"}}}")]
    [InlineData("{\"config\":[]}")]
    [InlineData("{\"config\":{\"a\":1e999}}")]
    [InlineData("{\"hooks\":[{\"weight\":\"1\"}]}")]
    public void What_Go_refuses_is_undecodable(string json) => Assert.IsType<RecordPayload.Undecodable>(Json(json));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_replaced_as_Go_does()
    {
        byte[] json = [.. "{\"name\":\"a"u8, 0xff, .. "b\",\"version\":2}"u8];
        Assert.Equal("a\ufffdb", Decoded(PayloadDecoder.Decode(StorageDriver.Secret, Wrap(StorageDriver.Secret, json, false))).Name);
    }

    [Fact]
    public void Nesting_is_taken_as_deep_as_Go_takes_it()
    {
        Assert.IsType<RecordPayload.Decoded>(Json(Nested(9_999)));
        Assert.IsType<RecordPayload.Undecodable>(Json(Nested(10_001)));
    }

    [Fact]
    public void Broken_wrappings_are_undecodable()
    {
        var whole = Gzip("{\"name\":\"a\"}"u8);
        Assert.IsType<RecordPayload.Decoded>(Inner(whole));
        byte[][] broken =
        [
            whole[..^1],
            whole[..^8],
            whole[..^12],
            [.. whole, 0],
            [.. whole[..^6], 1, .. whole[^5..]],
            [0x1f, 0x8b, 0x08, 0],
            [0x1f, 0x8b, 0x08],
        ];
        Assert.All(broken, body => Assert.IsType<RecordPayload.Undecodable>(Inner(body)));
        Assert.IsType<RecordPayload.Undecodable>(PayloadDecoder.Decode(StorageDriver.ConfigMap, "e3 0="));
        Assert.IsType<RecordPayload.Decoded>(PayloadDecoder.Decode(StorageDriver.ConfigMap, "e\n30=\r\n"));
        Assert.IsType<RecordPayload.Undecodable>(PayloadDecoder.Decode(StorageDriver.ConfigMap, "e30"));
        Assert.IsType<RecordPayload.Undecodable>(PayloadDecoder.Decode(StorageDriver.Secret, ""));
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('"')]
    [InlineData('[')]
    public void A_bomb_is_refused_in_little_memory(char filling)
    {
        var bomb = Convert.ToBase64String(Bomb(filling, 1 << 30));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.IsType<RecordPayload.Undecodable>(PayloadDecoder.Decode(StorageDriver.ConfigMap, bomb));
        Assert.NotEmpty(refused.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 70 << 20);
    }

    [Fact]
    public void An_object_without_its_data_is_not_read_and_one_with_another_name_is_no_record()
    {
        var partial = KubeObject.Parse(
            """
            {"kind":"PartialObjectMetadata","metadata":{"name":"sh.helm.release.v1.web.v3","labels":{"owner":"helm","status":"failed",
              "name":"web","version":"3"}}}
            """
        );
        var record = PayloadDecoder.FromObject(StorageDriver.Secret, partial)!;
        Assert.Equal(("failed", 3), (record.Status, record.Revision));
        Assert.IsType<RecordPayload.NotRead>(record.Payload);
        Assert.Null(PayloadDecoder.FromObject(StorageDriver.Secret, KubeObject.Parse("""{"kind":"Secret","metadata":{"name":"other"}}""")));
        Assert.IsType<RecordPayload.Undecodable>(
            PayloadDecoder
                .FromObject(
                    StorageDriver.Secret,
                    KubeObject.Parse("""{"kind":"Secret","metadata":{"name":"sh.helm.release.v1.web.v3"}}""")
                )!
                .Payload
        );
    }

    [Fact]
    public void Decoding_what_Helm_encodes_gives_what_went_in()
    {
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var (status, driver, revision) = (
                ReleaseStatus.Stuck[random.Next(4)],
                random.Next(2) == 0 ? "secret" : "configmap",
                random.Next(1, 100_000)
            );
            var manifest = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(1, 0xd7ff)));
            var seed = new SeedRecord("ns", "web", revision, status)
            {
                Driver = driver,
                Manifest = manifest,
                Description = manifest,
                Uncompressed = random.Next(4) == 0,
            };
            var record = SeededHistory.Read(seed.Object(), driver);
            Assert.Equal(
                (status, revision, manifest, manifest),
                (record.Status, record.Revision, record.Release!.Manifest, record.Release.Description)
            );
        }
    }

    private static ReleasePayload Decoded(RecordPayload payload) => Assert.IsType<RecordPayload.Decoded>(payload).Release;

    private static RecordPayload Json(string json) =>
        PayloadDecoder.Decode(StorageDriver.Secret, Wrap(StorageDriver.Secret, Encoding.UTF8.GetBytes(json), false));

    private static RecordPayload Inner(byte[] body) => PayloadDecoder.Decode(StorageDriver.ConfigMap, Convert.ToBase64String(body));

    private static string Wrap(StorageDriver driver, byte[] json, bool plain)
    {
        var inner = Convert.ToBase64String(plain ? json : Gzip(json));
        return driver == StorageDriver.Secret ? Convert.ToBase64String(Encoding.ASCII.GetBytes(inner)) : inner;
    }

    private static string Nested(int depth) => "{\"config\":{\"a\":" + new string('[', depth - 2) + new string(']', depth - 2) + "}}";

    private static byte[] Gzip(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, true))
            gzip.Write(json);
        return packed.ToArray();
    }

    private static byte[] Bomb(char filling, int size)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, true))
        {
            gzip.Write(
                filling == '[' ? "{\"config\":{\"a\":"u8
                : filling == '"' ? "{\"name\":\""u8
                : []
            );
            var piece = new byte[1 << 20];
            piece.AsSpan().Fill((byte)(filling == '"' ? 'x' : filling));
            for (var written = 0; written < size; written += piece.Length)
                gzip.Write(piece);
        }
        return packed.ToArray();
    }
}
