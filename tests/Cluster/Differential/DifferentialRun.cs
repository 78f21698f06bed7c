using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Kube.Resources;
using Helmstuck.Survey;

namespace Helmstuck.Tests.Cluster.Differential;

/// <summary>
/// Puts a history into a namespace of its own, does to it what the stage says, runs the real Helm, and compares what came of it with the
/// forecast.
/// </summary>
internal sealed class DifferentialRun(ControlPlane plane, string chart) : IDisposable
{
    private const string Release = "web";
    private const string Panic = "panic: runtime error: invalid memory address or nil pointer dereference";

    private readonly SemaphoreSlim turns = new(2 * Environment.ProcessorCount);

    private readonly KubeClient client = new(
        (
            (KubeResult<ClusterTarget>.Ok)
                Kubeconfig.Load(new KubeFlags { Kubeconfig = plane.AdminUser.Kubeconfig }, new KubeEnvironment(static _ => null, ""))
        ).Value
    );

    public void Dispose()
    {
        client.Dispose();
        turns.Dispose();
    }

    /// <summary>Asks all of them, several at a time; a line for each disagreement.</summary>
    public async Task<IReadOnlyList<string>> DisagreementsAsync(IEnumerable<DifferentialTriple> triples)
    {
        var answers = await Task.WhenAll(
            triples.Select(async triple =>
            {
                await turns.WaitAsync();
                try
                {
                    return await DisagreementAsync(triple) is { } difference ? $"{triple}\n    {difference}" : null;
                }
                finally
                {
                    turns.Release();
                }
            })
        );
        return [.. answers.OfType<string>()];
    }

    private async Task<string?> DisagreementAsync(DifferentialTriple triple)
    {
        var space = await plane.CreateNamespaceAsync("diff");
        foreach (var seed in triple.History.Seeds(space, Release, triple.Driver))
            await plane.SeedAsync(seed);
        if (triple.Terminating)
            await plane.DeleteAsync($"api/v1/namespaces/{space}");
        var forecast = await StageAsync(triple, space);
        var before = await RecordsAsync(triple, space);
        return triple.Command == "list"
            ? await CompareListsAsync(triple, space, forecast)
            : await CompareAsync(triple, space, forecast, before);
    }

    /// <summary>Changes the records for real as the stage says, and gives the forecast that was made before that.</summary>
    private async Task<Forecast> StageAsync(DifferentialTriple triple, string space)
    {
        var records = await RecordsAsync(triple, space);
        var cluster = await ClusterAsync(triple, space, records);
        if (triple.Stage == DifferentialStage.Now || Forecaster.Of(Release, records).Last is not { } last)
            return Forecaster.Of(Release, records, cluster);
        var outlook = Forecaster.Outlook(Release, records, last.Revision, cluster);
        if (triple.Stage == DifferentialStage.AfterMarkFailed)
        {
            await MarkFailedAsync(triple, space, records.OfRevision(Release, last.Revision)!);
            return outlook.AfterMarkFailed;
        }
        // Nothing has to go where nothing is stuck: there the one delete is the question.
        foreach (
            var revision in triple.Stage == DifferentialStage.AfterDelete || outlook.ToDelete.Count == 0
                ? [last.Revision]
                : outlook.ToDelete
        )
            await plane.DeleteAsync(PathOf(triple, space, records.OfRevision(Release, revision)!.Meta.ObjectName));
        return triple.Stage == DifferentialStage.AfterDelete ? outlook.AfterDelete : outlook.AfterDeleteAll ?? outlook.AfterDelete;
    }

    /// <summary>What this program reads of the cluster besides the records.</summary>
    private async Task<ClusterFacts> ClusterAsync(DifferentialTriple triple, string space, IReadOnlyList<ReleaseRecord> records)
    {
        var reader = new ClusterReader(client);
        var subject = Subject.Of(space, Release, [.. records.OrderByDescending(record => record.Revision)]);
        return new ClusterFacts
        {
            Driver = triple.Driver == "secret" ? StorageDriver.Secret : StorageDriver.ConfigMap,
            Deletion = ((KubeResult<NamespaceDeletion?>.Ok)await reader.DeletionAsync(space, CancellationToken.None)).Value,
            Unbuilt = subject is null
                ? ClusterFacts.Well.Unbuilt
                : (await reader.UnbuiltAsync(subject, records, static _ => false, CancellationToken.None)).ValueOrDefault!,
        };
    }

    private async Task MarkFailedAsync(DifferentialTriple triple, string space, ReleaseRecord record)
    {
        var path = new Uri(PathOf(triple, space, record.Meta.ObjectName), UriKind.Relative);
        var raw = await plane.Admin.GetByteArrayAsync(path);
        if (
            PayloadEditor.SetStatus(record.Meta.Driver, raw, "failed", "marked failed")
            is not PayloadEdit<byte[]>.Done { Value: var marked }
        )
            return;
        using var body = new ByteArrayContent(marked) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } };
        using var answer = await plane.Admin.PutAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string?> CompareListsAsync(DifferentialTriple triple, string space, Forecast forecast)
    {
        var listed = await IsListedAsync(triple, space);
        if (triple.Helm == 4)
            return listed == forecast.Listed.Helm4 ? null : $"helm4 list: {listed}, forecast {forecast.Listed.Helm4}";
        var listedAll = await IsListedAsync(triple, space, "--all");
        return (listed, listedAll) == (forecast.Listed.Helm3, forecast.Listed.Helm3All)
            ? null
            : $"helm3 list: {listed}, --all: {listedAll}, forecast {forecast.Listed}";
    }

    private async Task<bool> IsListedAsync(DifferentialTriple triple, string space, params string[] more)
    {
        var result = await HelmAsync(triple, ["list", "-n", space, "-o", "json", .. more]);
        return result.ExitCode == 0 ? JsonNode.Parse(result.Output)!.AsArray().Any(row => (string?)row!["name"] == Release)
            : result.Error.Contains(Panic, StringComparison.Ordinal) ? false
            : throw new InvalidOperationException(result.ToString());
    }

    private async Task<string?> CompareAsync(
        DifferentialTriple triple,
        string space,
        Forecast forecast,
        IReadOnlyList<ReleaseRecord> before
    )
    {
        var result = await HelmAsync(triple, Arguments(triple.Command, space));
        var after = await RecordsAsync(triple, space);
        var verdict = DifferentialTriple.VerdictOf(forecast, triple.Command)!;
        var created = after.Where(record => before.All(old => old.Meta.Uid != record.Meta.Uid)).ToList();
        var observed = Observe(triple.Command, result, before, after, created, verdict);
        var expected = Expect(verdict, triple.Helm);
        if (observed != expected)
            return $"forecast {expected}\n    real     {observed}\n    {result.ToString().ReplaceLineEndings("\n    ")}";
        return verdict is { Outcome: VerdictOutcome.Proceeds, Base: { } start } ? CompareBase(start, before, after, created) : null;
    }

    /// <summary>
    /// The record that the upgrade started from is the one that it then writes to, as superseded: the object of that number, if there is
    /// one.
    /// </summary>
    private static string? CompareBase(
        long start,
        IReadOnlyList<ReleaseRecord> before,
        IReadOnlyList<ReleaseRecord> after,
        List<ReleaseRecord> created
    )
    {
        var written = after
            .Where(record =>
                !created.Contains(record)
                && before.First(old => old.Meta.Uid == record.Meta.Uid).Meta.ResourceVersion != record.Meta.ResourceVersion
            )
            .ToList();
        var store = new RecordStore(Release, before);
        var source = store.History.Where(record => record.Revision == start).Select(store.KeyOf).ToHashSet(StringComparer.Ordinal);
        var expected = after
            .Where(record => source.Contains(record.Meta.ObjectName) && !created.Contains(record))
            .Select(record => record.Meta.ObjectName);
        var asExpected =
            written.Select(record => record.Meta.ObjectName).SequenceEqual(expected)
            && written.All(record =>
                record is { Release: { } payload } && payload.Version == start && payload.Status == ReleaseStatus.Superseded
            );
        return asExpected
            ? null
            : $"forecast base {start}; superseded were "
                + $"{string.Join(", ", written.Select(record => $"{record.Meta.ObjectName} ({record.Revision} {record.Status})"))}";
    }

    private static string Expect(Verdict verdict, int helm) =>
        verdict switch
        {
            { Outcome: VerdictOutcome.Refused } => (helm == 3 ? verdict.Error!.Helm3 : verdict.Error!.Helm4) is { Length: > 0 } words
                ? $"refused: {CommonWords(words)}"
                : "proceeds",
            { NewRevision: { } revision } => $"{verdict.Outcome} {revision}".ToLowerInvariant(),
            _ => "proceeds",
        };

    private static string Observe(
        string command,
        CommandResult result,
        IReadOnlyList<ReleaseRecord> before,
        IReadOnlyList<ReleaseRecord> after,
        List<ReleaseRecord> created,
        Verdict verdict
    )
    {
        // All that it has written by then is the status uninstalling.
        if (command == "uninstall" && result.Error.Contains("Error: failed to delete release: ", StringComparison.Ordinal))
            return Refusal(result);
        if (command == "uninstall")
            return result.ExitCode == 0 || StartedDeleting(result, before, after) ? "proceeds" : Refusal(result);
        if (created.Count == 0)
            return result.ExitCode == 0 ? "success without a record" : Refusal(result);
        if (created.Count > 1)
            return $"{created.Count} new records";
        // Helm 4 proceeds where Helm 3 is refused: the forecast then names no revision.
        if (verdict.Outcome == VerdictOutcome.Refused && verdict.Error!.Helm4.Length == 0)
            return "proceeds";
        var outcome = result.Output.Contains("does not exist. Installing it now.", StringComparison.Ordinal) ? "installs" : "proceeds";
        return $"{outcome} {created[0].Revision}";
    }

    /// <summary>
    /// Helm writes or deletes records, or says that it went through with errors. Its resources are none here, so that a purge that fails at
    /// once leaves no other trace.
    /// </summary>
    private static bool StartedDeleting(CommandResult result, IReadOnlyList<ReleaseRecord> before, IReadOnlyList<ReleaseRecord> after) =>
        result.Error.Contains("uninstallation completed with", StringComparison.Ordinal)
        || !before
            .Select(record => (record.Meta.Uid, record.Meta.ResourceVersion))
            .SequenceEqual(after.Select(record => (record.Meta.Uid, record.Meta.ResourceVersion)));

    private static string Refusal(CommandResult result)
    {
        if (result.Error.Contains(Panic, StringComparison.Ordinal))
            return $"refused: {Panic}";
        // The words of some errors go over several lines.
        var begin = ("\n" + result.Error).LastIndexOf("\nError: ", StringComparison.Ordinal);
        var words = begin < 0 ? "" : result.Error[(begin + "Error: ".Length)..].TrimEnd();
        foreach (var prefix in new[] { "UPGRADE FAILED: ", "INSTALLATION FAILED: " })
            words = words.StartsWith(prefix, StringComparison.Ordinal) ? words[prefix.Length..] : words;
        return $"refused: {CommonWords(words)}";
    }

    /// <summary>
    /// Without what Go's decoder says about a corrupt payload, and its parser about a manifest: this program has its own words for that.
    /// </summary>
    private static string CommonWords(string words)
    {
        const string Parsing = "error parsing :";
        if (words.IndexOf(Parsing, StringComparison.Ordinal) is >= 0 and var parsing)
            return words[..(parsing + Parsing.Length)];
        var end = words.IndexOf("\": ", StringComparison.Ordinal);
        return words.Contains("get: failed to decode data", StringComparison.Ordinal) && end > 0 ? words[..(end + 1)] : words;
    }

    private string[] Arguments(string command, string space) =>
        command switch
        {
            "rollback" or "uninstall" => [command, Release, "-n", space],
            _ => [.. command.Split(' '), Release, chart, "-n", space, "--disable-openapi-validation"],
        };

    private Task<CommandResult> HelmAsync(DifferentialTriple triple, string[] arguments)
    {
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser)) { ["HELM_DRIVER"] = triple.Driver };
        return ExternalCommand.RunAsync(TestPrograms.Find($"helm{triple.Helm}"), arguments, environment);
    }

    /// <summary>All records of the namespace in the API server's order, as this program reads them.</summary>
    private async Task<IReadOnlyList<ReleaseRecord>> RecordsAsync(DifferentialTriple triple, string space)
    {
        using var list = JsonDocument.Parse(
            await plane.Admin.GetByteArrayAsync(new Uri($"api/v1/namespaces/{space}/{triple.Driver}s", UriKind.Relative))
        );
        var driver = triple.Driver == "secret" ? StorageDriver.Secret : StorageDriver.ConfigMap;
        return
        [
            .. list
                .RootElement.Items("items")
                .Select(item => PayloadDecoder.FromObject(driver, new KubeObject(item)))
                .OfType<ReleaseRecord>(),
        ];
    }

    private static string PathOf(DifferentialTriple triple, string space, string name) =>
        $"api/v1/namespaces/{space}/{triple.Driver}s/{name}";
}
