using System.IO.Compression;
using System.Text;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Unit.Helm.Payload;

public sealed class PayloadEditorTests
{
    private const string Odd =
        "{ \"apply_method\":\"ssa\", \"version\" : 1234, \"x\":[1.50, 1E+2, 12345678901234567890, "
        + "\"\\u00e9\\/<\"],\n\"info\":{\"future\":{\"status\":\"keep\"},\"status\":\"pending-upgrade\",\"deleted\":\"\","
        + "\"description\":\"Preparing upgrade\"},\"config\":{\"info\":{\"status\":\"keep\"}},\"status\":\"keep\" }";

    [Fact]
    public void Only_status_and_description_change()
    {
        var edited = Json(Edit(Odd, "failed", "Marked \"failed\" <by hand>"));
        Assert.Equal(
            Odd.Replace("pending-upgrade", "failed", StringComparison.Ordinal)
                .Replace("Preparing upgrade", "Marked \\u0022failed\\u0022 \\u003Cby hand\\u003E", StringComparison.Ordinal),
            edited
        );
    }

    [Theory]
    [InlineData("{\"info\":{}}", "{\"info\":{\"status\":\"failed\",\"description\":\"d\"}}")]
    [InlineData("{\"info\":{\"status\":\"deployed\"}}", "{\"info\":{\"description\":\"d\",\"status\":\"failed\"}}")]
    [InlineData("{\"INFO\":{\"Status\":\"deployed\",\"description\":\"d\"}}", "{\"INFO\":{\"Status\":\"failed\",\"description\":\"d\"}}")]
    [InlineData(
        "{\"info\":{\"status\":\"a\",\"status\":\"b\",\"description\":null}}",
        "{\"info\":{\"status\":\"failed\",\"status\":\"failed\",\"description\":\"d\"}}"
    )]
    public void Missing_doubled_and_oddly_spelled_members_are_set_where_Helm_will_read_them(string before, string after)
    {
        Assert.Equal(after, Json(Edit(before, "failed", "d")));
        var payload = Assert
            .IsType<RecordPayload.Decoded>(PayloadDecoder.Decode(StorageDriver.Secret, Edit(before, "failed", "d")))
            .Release;
        Assert.Equal(("failed", "d"), (payload.Status, payload.Description));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"info\":null}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"info\":")]
    public void What_has_no_info_cannot_be_edited(string json) =>
        Assert.IsType<PayloadEdit<string>.Impossible>(PayloadEditor.SetStatus(StorageDriver.Secret, Wrap(json), "failed", "d"));

    [Fact]
    public void A_truncated_stream_cannot_be_edited()
    {
        var body = Convert.FromBase64String(Encoding.ASCII.GetString(Convert.FromBase64String(Wrap(Odd))));
        Assert.IsType<PayloadEdit<string>.Impossible>(
            PayloadEditor.SetStatus(StorageDriver.ConfigMap, Convert.ToBase64String(body[..^4]), "failed", "d")
        );
    }

    [Fact]
    public void An_edit_that_changes_nothing_gives_the_identical_text_and_object()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var driver = random.Next(2) == 0 ? "secret" : "configmap";
            var description = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => (char)random.Next(1, 0xd7ff)));
            var seed = new SeedRecord("ns", "web", random.Next(1, 99), "failed")
            {
                Driver = driver,
                Description = description,
                Uncompressed = random.Next(3) == 0,
            };
            var raw = Encoding.UTF8.GetBytes(seed.Object().ToJsonString());
            var edited = Assert.IsType<PayloadEdit<byte[]>.Done>(PayloadEditor.SetStatus(Driver(driver), raw, "failed", description)).Value;
            Assert.Equal(raw, edited);
        }
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("configmap")]
    public void A_marked_object_differs_in_payload_and_status_label_alone(string driver)
    {
        var seed = new SeedRecord("ns", "web", 3, "pending-upgrade")
        {
            Driver = driver,
            Labels = new Dictionary<string, string?> { ["team"] = "a" },
        };
        var stored = seed.Object();
        stored["metadata"]!["uid"] = "u-1";
        stored["metadata"]!["resourceVersion"] = "42";
        stored["immutable"] = false;
        var marked = Assert
            .IsType<PayloadEdit<byte[]>.Done>(
                PayloadEditor.SetStatus(Driver(driver), Encoding.UTF8.GetBytes(stored.ToJsonString()), "failed", "marked")
            )
            .Value;
        var result = System.Text.Json.Nodes.JsonNode.Parse(marked)!.AsObject();
        var record = SeededHistory.Read(result, driver);
        Assert.Equal(("failed", "failed", "marked"), (record.Status, record.Meta.LabelStatus, record.Release!.Description));
        result["data"]!["release"] = stored["data"]!["release"]!.DeepClone();
        result["metadata"]!["labels"]!["status"] = "pending-upgrade";
        Assert.Equal(stored.ToJsonString(), result.ToJsonString());
    }

    [Fact]
    public void An_object_without_data_cannot_be_marked() =>
        Assert.IsType<PayloadEdit<byte[]>.Impossible>(
            PayloadEditor.SetStatus(StorageDriver.Secret, "{\"metadata\":{\"labels\":{}}}"u8.ToArray(), "failed", "d")
        );

    private static StorageDriver Driver(string name) => name == "secret" ? StorageDriver.Secret : StorageDriver.ConfigMap;

    private static string Edit(string json, string status, string description) =>
        Assert.IsType<PayloadEdit<string>.Done>(PayloadEditor.SetStatus(StorageDriver.Secret, Wrap(json), status, description)).Value;

    private static string Wrap(string json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, true))
            gzip.Write(Encoding.UTF8.GetBytes(json));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(packed.ToArray())));
    }

    private static string Json(string dataRelease)
    {
        var body = Convert.FromBase64String(Encoding.ASCII.GetString(Convert.FromBase64String(dataRelease)));
        using var reader = new StreamReader(new GZipStream(new MemoryStream(body), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
