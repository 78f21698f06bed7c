using System.Globalization;
using Helmstuck.Tests.Terminal.Security;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>A cluster with 50,000 records in 5,000 releases, three of them stuck, on a real API server of its own.</summary>
public sealed class LargeClusterTests(ITestOutputHelper output)
{
    private const int Releases = 5_000,
        Revisions = 10,
        Stuck = 3,
        Spaces = 50;

    /// <summary>What a list may take up, in bytes.</summary>
    private const long MostBytes = 60_000_000;

    [Fact]
    public async Task List_of_50000_records_takes_little_memory()
    {
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Audit = false, Controllers = false });
        await plane.SeedStoreAsync(
            Enumerable
                .Range(0, Releases)
                .SelectMany(release => Enumerable.Range(1, Revisions).Select(revision => Record(release, revision)))
        );
        var environment = plane.EnvironmentOf(plane.AdminUser);

        var stuck = await AttackRun.OfAsync(["list", "-A"], environment, plane.Folder);
        Assert.Equal((0, ""), (stuck.ExitCode, stuck.Error));
        Assert.Equal(Stuck + 1, stuck.Output.AsSpan().Count('\n'));

        var all = await AttackRun.OfAsync(["list", "-A", "--all"], environment, plane.Folder);
        Assert.Equal((0, ""), (all.ExitCode, all.Error));
        Assert.Equal(Releases + 1, all.Output.AsSpan().Count('\n'));

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Releases * Revisions} records: list -A {stuck.PeakBytes / 1e6:0.0} MB, with --all {all.PeakBytes / 1e6:0.0} MB"
            )
        );
        Assert.InRange(stuck.PeakBytes, 1, MostBytes);
        Assert.InRange(all.PeakBytes, 1, MostBytes);
    }

    private static SeedRecord Record(int release, int revision) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"large-{release % Spaces:00}"),
            string.Create(CultureInfo.InvariantCulture, $"release-{release:0000}"),
            revision,
            revision < Revisions ? "superseded"
                : release < Stuck ? "pending-upgrade"
                : "deployed"
        )
        {
            EncodedPayload = "bm90IHJlYWQ=",
        };
}
