using System.Text.Json;
using Helmstuck.Config;
using Helmstuck.Helm.Records;
using Helmstuck.Hosting;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Survey;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>
/// The demo's cluster with everything that acts on it, a state folder of its own, and a clock that stands still. What it
/// leaves in the state folder must be as the schemas say.
/// </summary>
internal sealed class RecoveryScene : IDisposable
{
    public const string Stuck = "sh.helm.release.v1.gitlab-cny.v1234";
    public const string Secrets = "api/v1/namespaces/gitlab/secrets";

    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-scene-").FullName;

    public RecoveryScene(
        StorageDriver driver = StorageDriver.Secret,
        string ns = "gitlab",
        string context = "demo",
        string server = "https://demo.example",
        TimeSpan? requestTimeout = null
    )
    {
        Api = new ApiSpy(Clock);
        Client = new KubeClient(
            new ClusterTarget
            {
                Context = context,
                Cluster = "demo",
                User = "sre",
                Server = new Uri(server),
                Namespace = ns,
                RequestTimeout = requestTimeout,
            },
            Api,
            Clock
        );
        Surveyor = new Surveyor(Client, Composition.Options(new Settings(), driver), Clock);
        State = new StateFolder(Path.Combine(folder, "state"));
        Recoverer = new Recoverer(Client, Surveyor, State, Clock);
        Restorer = new Restorer(Client, Surveyor, State, Clock);
    }

    public HandClock Clock { get; } = new();
    public ApiSpy Api { get; }
    public KubeClient Client { get; }
    public Surveyor Surveyor { get; }
    public StateFolder State { get; }
    public Recoverer Recoverer { get; }
    public Restorer Restorer { get; }

    public static Consent Attested { get; } = new() { Attested = ["ci-jobs"] };

    public IReadOnlyList<JsonElement> Journal =>
        !File.Exists(State.Journal) ? [] : [.. File.ReadLines(State.Journal).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Every file that was written, but for the journal.</summary>
    public IReadOnlyList<string> Backups => BackupFiles.In(State.Root);

    public Task<Review> ReviewAsync(string release = "gitlab-cny", string ns = "gitlab", Remedy remedy = Remedy.Delete) =>
        Surveyor.ReviewAsync(ns, release, new ReviewOptions { Remedy = remedy }, static _ => { }, CancellationToken.None);

    public async Task<RecoveryPlan> PlanAsync(string release = "gitlab-cny", string ns = "gitlab", Remedy remedy = Remedy.Delete) =>
        Planner.For(await ReviewAsync(release, ns, remedy), remedy)!;

    public async Task<RecoveryOutcome> RecoverAsync(
        RecoveryPlan plan,
        Consent? consent = null,
        DryRunMode dryRun = DryRunMode.None,
        CancellationToken cancellation = default
    ) => await Recoverer.RunAsync(new RecoveryRequest(plan, consent ?? Attested, dryRun), static _ => { }, cancellation);

    public async Task<bool> ExistsAsync(string name = Stuck, string path = Secrets) =>
        (string?)(await Api.ActAsync(HttpMethod.Get, $"{path}/{name}"))["kind"] != "Status";

    /// <summary>Writes a record that was begun an hour ago, as if by Helm.</summary>
    public async Task SeedAsync(SeedRecord record)
    {
        var item = record.WrittenAt(Clock.Now.AddHours(-1));
        await Api.ActAsync(HttpMethod.Post, $"api/v1/namespaces/{record.Namespace}/{record.Driver}s", item);
    }

    /// <summary>Writes one record for each status, as revisions 1, 2, 3 and so on of <c>web</c> in <c>default</c>.</summary>
    public async Task SeedAsync(params string[] statuses)
    {
        for (var index = 0; index < statuses.Length; index++)
            await SeedAsync(new SeedRecord("default", "web", index + 1, statuses[index]));
    }

    /// <summary>What Helm does when it ends well: the record is written again with another status.</summary>
    public async Task FinishAsync(string status = "deployed", string name = Stuck)
    {
        var item = await Api.ActAsync(HttpMethod.Get, $"{Secrets}/{name}");
        item["metadata"]!["labels"]!["status"] = status;
        item["metadata"]!.AsObject().Remove("resourceVersion");
        await Api.ActAsync(HttpMethod.Put, $"{Secrets}/{name}", item);
    }

    public void Dispose()
    {
        Client.Dispose();
        Api.Dispose();
        try
        {
            DocumentSchema.CheckState(State.Root);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
