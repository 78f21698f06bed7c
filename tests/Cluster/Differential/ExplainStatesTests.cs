using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Tests.Cluster.Differential;

/// <summary>
/// <c>explain -o json</c> of every named state, read back from a real API server: the forecasts are those that the real Helms were asked
/// about, and the history, changes and advice of each state are in one table to be read.
/// </summary>
public sealed class ExplainStatesTests
{
    [Fact]
    public async Task Every_named_state_is_explained()
    {
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false, Audit = false });
        var table = new StringBuilder();
        foreach (var (name, history) in DifferentialStates.All)
            table.Append(await ExplainAsync(plane, name, history)).Append('\n');
        Snapshot.Verify(table.ToString());
    }

    private static async Task<string> ExplainAsync(ControlPlane plane, string name, SeededHistory history)
    {
        var space = await plane.CreateNamespaceAsync("explain");
        foreach (var seed in history.Seeds(space, "web"))
            await plane.SeedAsync(seed with { Manifest = Manifest(seed.Revision) });
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var result = await cli.RunAsync("explain", "web", "-o", "json");
        if (result.ExitCode != 0)
            return $"{name}\n  exit {result.ExitCode}: {result.Error.TrimEnd().Replace(space, "NAMESPACE", StringComparison.Ordinal)}\n";
        var review = DocumentSchema.Review.Parse(result.Out);
        await CompareForecastsAsync(plane, space, review);
        if (IsDecodable(review))
            Assert.Equal(
                review.GetProperty("stuck").GetBoolean(),
                review.GetProperty("outlook").GetProperty("now").GetProperty("stuck").GetBoolean()
            );
        return Describe(name, review);
    }

    /// <summary>A newest record that cannot be decoded is under review itself, by its label; Helm skips it.</summary>
    private static bool IsDecodable(JsonElement review) =>
        review
            .GetProperty("history")
            .EnumerateArray()
            .First(one => one.GetProperty("revision").GetInt32() == review.GetProperty("record").GetProperty("revision").GetInt32())
            .GetProperty("decodable")
            .GetBoolean();

    private static async Task CompareForecastsAsync(ControlPlane plane, string space, JsonElement review)
    {
        using var list = JsonDocument.Parse(
            await plane.Admin.GetByteArrayAsync(new Uri($"api/v1/namespaces/{space}/secrets", UriKind.Relative))
        );
        List<ReleaseRecord> records =
        [
            .. list
                .RootElement.Items("items")
                .Select(item => PayloadDecoder.FromObject(StorageDriver.Secret, new KubeObject(item)))
                .OfType<ReleaseRecord>(),
        ];
        var revision = review.GetProperty("record").GetProperty("revision").GetInt32();
        var outlook = Forecaster.Outlook("web", records, revision);
        (string Name, Forecast? Forecast)[] forecasts =
        [
            ("now", outlook.Now),
            ("afterDelete", outlook.AfterDelete),
            ("afterDeleteAll", outlook.AfterDeleteAll),
            ("afterMarkFailed", outlook.AfterMarkFailed),
        ];
        foreach (var (name, forecast) in forecasts)
            Assert.Equal(forecast is null ? "null" : Text(forecast), Text(review.GetProperty("outlook").GetProperty(name)));
        Assert.Equal(
            outlook.ToDelete,
            review.GetProperty("outlook").GetProperty("toDelete").EnumerateArray().Select(one => one.GetInt64())
        );
    }

    private static string Describe(string name, JsonElement review)
    {
        var record = review.GetProperty("record");
        var text = new StringBuilder($"{name}\n");
        text.Append(
            $"  {(review.GetProperty("stuck").GetBoolean() ? "stuck" : "not stuck")}: {record.GetProperty("name")} is revision "
                + $"{record.GetProperty("revision")}, {record.GetProperty("status")} (label: {record.GetProperty("labelStatus")})\n"
        );
        text.Append("  history: ")
            .AppendJoin(
                ", ",
                review
                    .GetProperty("history")
                    .EnumerateArray()
                    .Select(one =>
                        $"{one.GetProperty("revision")} "
                        + $"{one.GetProperty("status")}{(one.GetProperty("decodable").GetBoolean() ? "" : " (not decodable)")}"
                    )
            )
            .Append('\n');
        text.Append("  changes: ")
            .AppendJoin(
                ", ",
                review
                    .GetProperty("changes")
                    .EnumerateArray()
                    .Select(one => $"{one.GetProperty("change")} {one.GetProperty("name")} ({one.GetProperty("live")})")
                    .DefaultIfEmpty("none")
            )
            .Append('\n');
        foreach (var stage in new[] { "now", "afterDelete", "afterDeleteAll", "afterMarkFailed" })
        {
            if (review.GetProperty("outlook").GetProperty(stage) is { ValueKind: JsonValueKind.Object } forecast)
                text.Append(
                    $"  {stage}: {Last(forecast)}; upgrade {Verdict(forecast.GetProperty("upgrade"))}; upgrade --install "
                        + $"{Verdict(forecast.GetProperty("upgradeInstall"))}\n"
                );
        }
        var advice = review.GetProperty("recommendation");
        text.Append($"  advice: {advice.GetProperty("action")}\n");
        foreach (var reason in advice.GetProperty("reasons").EnumerateArray())
            text.Append($"    {reason}\n");
        return text.ToString();
    }

    private static string Last(JsonElement forecast) =>
        forecast.GetProperty("last") is { ValueKind: JsonValueKind.Object } last
            ? $"{last.GetProperty("revision")} {last.GetProperty("status")}"
            : "none";

    private static string Verdict(JsonElement verdict) =>
        verdict.GetProperty("error") is { ValueKind: JsonValueKind.Object } error
            ? $"refused ({error.GetProperty("helm4")})"
            : $"{verdict.GetProperty("outcome")} {verdict.GetProperty("base")} -> {verdict.GetProperty("newRevision")}";

    private static string Text(Forecast forecast) =>
        string.Join(
            '|',
            forecast.Last is { } last ? $"{last.Revision} {last.Status}" : "none",
            forecast.Stuck,
            $"{forecast.Listed.Helm3}{forecast.Listed.Helm3All}{forecast.Listed.Helm4}",
            string.Join(
                '|',
                new[]
                {
                    forecast.Upgrade,
                    forecast.UpgradeInstall,
                    forecast.Install,
                    forecast.InstallReplace,
                    forecast.Rollback,
                    forecast.Uninstall,
                }.Select(verdict =>
                    $"{ReviewText.Of(verdict.Outcome)} {verdict.Base} {verdict.NewRevision} {verdict.Error?.Helm3} {verdict.Error?.Helm4}"
                )
            )
        );

    private static string Text(JsonElement forecast) =>
        forecast.ValueKind == JsonValueKind.Null
            ? "null"
            : string.Join(
                '|',
                Last(forecast),
                forecast.GetProperty("stuck").GetBoolean(),
                string.Concat(forecast.GetProperty("listed").EnumerateObject().Select(listed => listed.Value.GetBoolean().ToString())),
                string.Join(
                    '|',
                    new[] { "upgrade", "upgradeInstall", "install", "installReplace", "rollback", "uninstall" }
                        .Select(forecast.GetProperty)
                        .Select(verdict =>
                            $"{verdict.GetProperty("outcome")} {verdict.GetProperty("base")} {verdict.GetProperty("newRevision")} "
                            + $"{verdict.Text("error", "helm3")} {verdict.Text("error", "helm4")}"
                        )
                )
            );

    /// <summary>One object that every revision has, with something of its own in it, and one that only this revision has.</summary>
    private static string Manifest(int revision) =>
        $$"""
            ---
            # Source: demo/templates/configmap.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: web
            data:
              revision: "{{revision}}"
            ---
            # Source: demo/templates/extra.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: only-{{revision}}

            """;
}
