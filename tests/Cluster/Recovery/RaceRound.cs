using System.Text.Json.Nodes;
using Helmstuck.Recovery;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>What somebody else does while the reviewed record is being deleted.</summary>
internal enum RaceRival
{
    /// <summary>The real Helm that was taken for dead does its last writes.</summary>
    HelmFinishes,

    /// <summary>Another person deletes the record.</summary>
    PersonDeletes,

    /// <summary>The record is deleted, and one of the same name and content created.</summary>
    PersonCreatesAgain,

    /// <summary>The record is deleted, and real Helm begins a deploy that takes the same number.</summary>
    HelmBeginsAgain,
}

/// <summary>What came of one round. <paramref name="Uid"/> and <paramref name="ResourceVersion"/> are the reviewed ones.</summary>
internal sealed record RaceResult(
    RaceRival Rival,
    string Record,
    string Uid,
    string ResourceVersion,
    RecoveryOutcome Outcome,
    string? Wrong
);

/// <summary>One release, one confirmed delete, and one rival who acts at a random moment around it.</summary>
internal sealed class RaceRound(ControlPlane plane, ClusterCli cli, string space, string release, string chart, int helm)
{
    private const int LongestDelay = 150;

    private static readonly Consent Known = new() { BlanketReason = "the test took Helm for dead" };

    private string Path => $"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.{release}.v2";

    public async Task<RaceResult> RunAsync(RaceRival rival, Random random)
    {
        await plane.SeedAsync(new SeedRecord(space, release, 1, "deployed"));
        await using var gate = new HoldingProxy(plane, onItsWay: true, method: "PUT");
        await using var upgrade = rival == RaceRival.HelmFinishes ? Upgrade(gate) : null;
        if (upgrade is null)
            await plane.SeedAsync(new SeedRecord(space, release, 2, "pending-upgrade"));
        else
            await gate.Held;
        var plan = await cli.PlanAsync(release);
        var reviewed = plan.Records[0].Meta;
        var (ours, theirs) = (random.Next(LongestDelay), random.Next(LongestDelay));
        var acting = RivalAsync(rival, gate, theirs);
        await Task.Delay(ours);
        var outcome = await cli.Recoverer.RunAsync(new RecoveryRequest(plan, Known), static _ => { }, CancellationToken.None);
        await using var begun = await acting;
        var finished = upgrade is null ? null : await upgrade.FinishAsync();
        var now = await plane.GetAsync(Path);
        return new RaceResult(
            rival,
            reviewed.ObjectName,
            reviewed.Uid,
            reviewed.ResourceVersion,
            outcome,
            Wrong(rival, reviewed.Uid, now, outcome, finished)
        );
    }

    /// <summary>The Helm that has begun, if one has.</summary>
    private async Task<RunningHelm?> RivalAsync(RaceRival rival, HoldingProxy gate, int delay)
    {
        await Task.Delay(delay);
        if (rival == RaceRival.HelmFinishes)
        {
            gate.Release();
            return null;
        }
        var was = await plane.GetAsync(Path);
        await plane.DeleteAsync(Path);
        if (rival == RaceRival.PersonCreatesAgain && was is not null)
        {
            foreach (var given in (string[])["uid", "resourceVersion", "creationTimestamp", "managedFields"])
                was["metadata"]!.AsObject().Remove(given);
            await plane.PostAsync($"api/v1/namespaces/{space}/secrets", was);
        }
        if (rival != RaceRival.HelmBeginsAgain)
            return null;
        var upgrade = Upgrade(gate);
        await gate.Held;
        return upgrade;
    }

    /// <summary>What must not be, in one sentence; null if all is well.</summary>
    private static string? Wrong(RaceRival rival, string reviewed, JsonObject? now, RecoveryOutcome outcome, CommandResult? helm)
    {
        var uid = (string?)now?["metadata"]?["uid"];
        var status = (string?)now?["metadata"]?["labels"]?["status"];
        return rival switch
        {
            RaceRival.HelmFinishes when helm!.ExitCode == 0 && (status != "deployed" || outcome.ExitCode != 5) =>
                $"Helm had finished, and the record is {status ?? "gone"} after exit {outcome.ExitCode}",
            RaceRival.HelmFinishes when helm!.ExitCode != 0 && (now is not null || outcome.ExitCode is not (0 or 6)) =>
                $"Helm lost its record, and the record is {status ?? "gone"} after exit {outcome.ExitCode}",
            RaceRival.PersonDeletes when now is not null => "the record is still there",
            RaceRival.HelmBeginsAgain when uid is null || uid == reviewed => "the record of the new deploy is gone",
            _ when uid == reviewed && rival != RaceRival.HelmFinishes => "the reviewed record is still there",
            _ when outcome.ExitCode is not (0 or 5 or 6) => $"exit {outcome.ExitCode}: {string.Join(' ', outcome.Lines)}",
            _ => null,
        };
    }

    private RunningHelm Upgrade(HoldingProxy gate) =>
        new(
            ExternalCommand.Start(
                TestPrograms.Find($"helm{helm}"),
                ["upgrade", release, chart, "-n", space],
                new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser))
                {
                    ["KUBECONFIG"] = gate.KubeconfigOf(plane.AdminUser),
                }
            )
        );
}
