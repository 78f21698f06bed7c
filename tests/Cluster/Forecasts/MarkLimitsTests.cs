using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Cluster.Forecasts;

/// <summary>Records that the API server would not store once they are marked failed: said before, and true.</summary>
public sealed class MarkLimitsTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("secret", "the Secret is immutable (immutable: true)")]
    [InlineData("configmap", "the ConfigMap is immutable (immutable: true)")]
    public async Task An_immutable_record_cannot_be_marked_but_deleted(string driver, string reason)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("mark");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed") { Driver = driver });
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade") { Driver = driver });
        await plane.PatchAsync(PathOf(space, driver), new JsonObject { ["immutable"] = true });
        using var cli = Cli(plane, space, driver);
        await ImpossibleAsync(plane, cli, PathOf(space, driver), DriverOf(driver), reason);
        Assert.Equal(0, (await cli.UnstickAsync("web", "2")).ExitCode);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("configmap")]
    public async Task A_record_that_would_outgrow_the_limit_cannot_be_marked(string driver)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("mark");
        await plane.SeedAsync(Full(new SeedRecord(space, "web", 1, "pending-install") { Driver = driver }));
        using var cli = Cli(plane, space, driver);
        await ImpossibleAsync(
            plane,
            cli,
            PathOf(space, driver, 1),
            DriverOf(driver),
            "bytes of data, and the API server takes at most 1,048,576"
        );
    }

    [Fact]
    public async Task A_large_record_that_stays_within_the_limit_can_be_marked()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("mark");
        await plane.SeedAsync(Full(new SeedRecord(space, "web", 1, "pending-install"), room: 1000));
        using var cli = Cli(plane, space, "secret");
        Assert.True(MarkFailed(await cli.ExplainAsync("web")).GetProperty("possible").GetBoolean());
        Assert.Equal(0, (await cli.UnstickAsync("web", "1", "--mark-failed")).ExitCode);
    }

    private static async Task ImpossibleAsync(ControlPlane plane, ClusterCli cli, string path, StorageDriver driver, string reason)
    {
        var review = await cli.ExplainAsync("web");
        var mark = MarkFailed(review);
        Assert.False(mark.GetProperty("possible").GetBoolean());
        Assert.EndsWith(reason, mark.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("mark-failed", review.Advice);
        var revision = review.Root.GetProperty("record").GetProperty("revision").ToString();
        var refused = await cli.UnstickAsync("web", revision, "--mark-failed", "--dry-run=client");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"cannot be marked failed: ", refused.Error, StringComparison.Ordinal);
        // The API server says the same.
        var raw = await plane.Admin.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        var marked = (
            (PayloadEdit<byte[]>.Done)
                PayloadEditor.SetStatus(driver, raw, "failed", PayloadEditor.MarkedDescription("failed", "pending-upgrade"))
        ).Value;
        using var body = new ByteArrayContent(marked) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } };
        using var answer = await plane.Admin.PutAsync(new Uri(path + "?dryRun=All", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    private static JsonElement MarkFailed(ReviewJson review) => review.Root.GetProperty("outlook").GetProperty("markFailed");

    /// <summary>The record with values that fill it up to the API server's limit, less some room.</summary>
    private static SeedRecord Full(SeedRecord record, int room = 0)
    {
        var random = new Random(1);
        var text = new string([.. Enumerable.Range(0, 2_000_000).Select(_ => (char)random.Next(' ', '~'))]);
        int fits = 0,
            tooLong = text.Length;
        while (tooLong - fits > 1)
        {
            var length = (fits + tooLong) / 2;
            if (With(length).StoredPayload().Length <= MarkLimits.MostBytes - room)
                fits = length;
            else
                tooLong = length;
        }
        return With(fits);

        SeedRecord With(int length) =>
            record with
            {
                Edit = payload =>
                {
                    payload["config"] = new JsonObject { ["filling"] = text[..length] };
                    // The same for every length.
                    foreach (var time in new[] { "first_deployed", "last_deployed" })
                        payload["info"]![time] = "2026-01-02T03:04:05Z";
                },
            };
    }

    private static ClusterCli Cli(ControlPlane plane, string space, string driver) =>
        new(plane, plane.AdminUser, space, DriverOf(driver), TimeSpan.FromHours(-1));

    private static StorageDriver DriverOf(string driver) => driver == "secret" ? StorageDriver.Secret : StorageDriver.ConfigMap;

    private static string PathOf(string space, string driver, int revision = 2) =>
        $"api/v1/namespaces/{space}/{driver}s/sh.helm.release.v1.web.v{revision}";
}
