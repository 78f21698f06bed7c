namespace Helmstuck.Tests.Support;

/// <summary>A release that real Helm left stuck: killed in the middle of an upgrade.</summary>
internal sealed record StuckRelease(string Namespace, string Name, int HelmMajor, string Chart)
{
    /// <summary>The name of the record that blocks it.</summary>
    public string Record => $"sh.helm.release.v1.{Name}.v{Revision}";

    /// <summary>The revision that hangs.</summary>
    public int Revision { get; init; } = 2;

    /// <summary>"secret" or "configmap".</summary>
    public string Driver { get; init; } = "secret";

    /// <summary>The API path of the record that blocks it.</summary>
    public string RecordPath => $"api/v1/namespaces/{Namespace}/{Driver}s/{Record}";
}

internal sealed partial class ControlPlane
{
    /// <summary>Writes a release record as given.</summary>
    public Task SeedAsync(SeedRecord record) => Second.SeedAsync(record);

    /// <summary>Writes one record for each status, as revisions 1, 2, 3 and so on.</summary>
    public async Task SeedHistoryAsync(string space, string release, params string[] statuses)
    {
        for (var index = 0; index < statuses.Length; index++)
            await SeedAsync(new SeedRecord(space, release, index + 1, statuses[index]));
    }

    /// <summary>
    /// Installs <see cref="TestChart.Small"/> with real Helm, makes it healthy, upgrades it to image.tag=v2 with --wait, and kills Helm
    /// (SIGKILL) once the record says pending-upgrade and the new Deployment is in the cluster. Leaves revision 1 deployed and revision 2
    /// pending-upgrade.
    /// </summary>
    public async Task<StuckRelease> LeaveStuckUpgradeAsync(int helmMajor, string space, string name, string driver = "secret")
    {
        var (release, upgrade) = await StartUpgradeAsync(helmMajor, space, name, driver);
        await upgrade.DisposeAsync();
        return release;
    }

    /// <summary>
    /// Installs with real Helm, then starts an upgrade that waits for Pods and returns while it runs, its record pending-upgrade.
    /// Make the Pods ready and it finishes; dispose it and it is killed.
    /// </summary>
    public async Task<(StuckRelease Release, RunningHelm Upgrade)> StartUpgradeAsync(
        int helmMajor,
        string space,
        string release,
        string driver = "secret"
    )
    {
        var chart = TestChart.Small.Write(Folder);
        var environment = new Dictionary<string, string?>(EnvironmentOf(AdminUser)) { ["HELM_DRIVER"] = driver };
        var helm = TestPrograms.Find(HelmName(helmMajor));
        (await ExternalCommand.RunAsync(helm, ["install", release, chart, "-n", space], environment)).MustSucceed();
        await MakeHealthyAsync(space);
        string[] arguments = ["upgrade", release, chart, "-n", space, "--set", "image.tag=v2", "--wait", "--timeout", "30m"];
        var upgrade = new RunningHelm(ExternalCommand.Start(helm, arguments, environment));
        var running = new StuckRelease(space, release, helmMajor, chart) { Driver = driver };
        while (!await IsUnderWayAsync(running))
        {
            await upgrade.MustStillRunAsync();
            await Task.Delay(20);
        }
        return (running, upgrade);
    }

    private async Task<bool> IsUnderWayAsync(StuckRelease release)
    {
        var record = await GetAsync(release.RecordPath);
        if ((string?)record?["metadata"]?["labels"]?["status"] != "pending-upgrade")
            return false;
        var deployment = await GetAsync($"apis/apps/v1/namespaces/{release.Namespace}/deployments/{release.Name}");
        var image = (string?)deployment?["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"];
        return image?.EndsWith(":v2", StringComparison.Ordinal) == true;
    }
}
