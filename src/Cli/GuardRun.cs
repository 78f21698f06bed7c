using System.Globalization;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary>One run of <c>guard</c>: look, wait for a live operation, decide, recover.</summary>
internal sealed class GuardRun(Session session, GuardRequest request)
{
    private const int Blocked = 4;

    private readonly CliStreams streams = session.Streams;

    public async Task<GuardResult> RunAsync(CancellationToken cancellation)
    {
        var read = await session
            .Surveyor.Records.ReadHistoryAsync(session.OneNamespace, request.Release, everything: false, cancellation)
            .ConfigureAwait(false);
        if (read is not KubeResult<IReadOnlyList<ReleaseRecord>>.Ok { Value: var history })
            return Failed(read.Error!.Message);
        if (Reviewer.UnderReview(request.Release, history) is not { IsInTheWay: true })
            return await FreeAsync(GuardResult.Free, history, cancellation).ConfigureAwait(false);

        var waiting = new LiveOperationWait(session.Surveyor, session.Time, streams.Say);
        var began = session.Time.GetUtcNow();
        var end = began + request.Wait;
        while (true)
        {
            await waiting.WaitAsync(session.OneNamespace, request.Release, end, cancellation).ConfigureAwait(false);
            var review = await session
                .Surveyor.ReviewAsync(
                    session.OneNamespace,
                    request.Release,
                    new ReviewOptions { Rehearse = !request.DryRun },
                    static _ => { },
                    cancellation
                )
                .ConfigureAwait(false);
            var now = session.Time.GetUtcNow();
            if (review.Problems.Count > 0 && review.Record is null)
                return Failed(review.Problems[0]);
            if (review.Record is not { IsInTheWay: true })
                return await FreeAsync(GuardResult.Ended, review.History, cancellation).ConfigureAwait(false) with { Waited = now - began };
            if (now < end && review.Find(HelmIdleCheck.Id) is { Blocks: true })
                continue;
            return await DecideAsync(review, cancellation).ConfigureAwait(false) with { Waited = now - began };
        }
    }

    /// <summary>
    /// What is not stuck. A Helm that will refuse for another reason is named, the pipeline sees its error anyway; so are records where
    /// only a Helm with another HELM_DRIVER finds them.
    /// </summary>
    private async Task<GuardResult> FreeAsync(string outcome, IReadOnlyList<ReleaseRecord> history, CancellationToken cancellation)
    {
        if (
            history.Count == 0
            && await session.Surveyor.Absences.InOtherDriverAsync(session.OneNamespace, request.Release, cancellation).ConfigureAwait(false)
                is { } elsewhere
        )
            streams.Say($"warning: {elsewhere}, if the pipeline's Helm has that HELM_DRIVER");
        var forecast = Forecaster.Of(request.Release, history);
        if (history.Count > 0 && forecast is { Upgrade.Outcome: VerdictOutcome.Refused, UpgradeInstall.Outcome: VerdictOutcome.Refused })
            streams.Say($"warning: Helm is not locked, but will refuse every upgrade: {OutlookText.Now(request.Release, forecast)}");
        var what = Reviewer.UnderReview(request.Release, history) is { } record
            ? string.Create(CultureInfo.InvariantCulture, $"revision {record.Revision} is {record.Status}")
            : $"there is no release {request.Release} in {session.OneNamespace}";
        return new GuardResult(outcome, 0, [outcome == GuardResult.Ended ? $"Helm is free: {what} now" : $"Helm is free: {what}"]);
    }

    private async Task<GuardResult> DecideAsync(Review review, CancellationToken cancellation)
    {
        var plan = Planner.For(review, Remedy.Delete)!;
        var record = plan.Records[0];
        var obstacles = OwnOperation.Obstacles(plan, request.Conditions);
        var digest = request.Conditions.OfType<OwnCondition.Values>().Any()
            ? await session.Surveyor.Records.ValuesDigestAsync(record.Meta, cancellation).ConfigureAwait(false)
            : null;
        var answers = OwnOperation.Judge(request.Conditions, record, review.History, digest);
        var gate = Gate.Decide(review.Checks, request.Consent);
        var decided = new GuardResult(GuardResult.Refused, Blocked, [])
        {
            Record = record,
            Conditions = answers,
            Checks = review.Checks,
        };
        List<string> unproven = [.. obstacles, .. answers.Where(answer => !answer.Met).Select(answer => $"{answer.Id}: {answer.Reason}")];
        if (unproven.Count > 0 || !gate.Open)
            return Refused(decided, plan, unproven, gate);
        if (session.ReadOnly && !request.DryRun)
            return decided with
            {
                Outcome = GuardResult.Failed,
                ExitCode = 1,
                Lines = [$"error: read-only: {request.Release} is stuck and would be freed; nothing was changed"],
            };
        return await RecoverAsync(decided, plan, gate, cancellation).ConfigureAwait(false);
    }

    private GuardResult Refused(GuardResult decided, RecoveryPlan plan, List<string> unproven, GateDecision gate)
    {
        List<string> reasons =
        [
            .. unproven,
            .. gate.Blocking.Select(check => $"{check.Id}: {ReviewText.Of(check.State)}: {check.Summary}"),
        ];
        var place = $"-n {session.OneNamespace}{Context}{Driver(decided.Record!.Meta.Driver)}";
        string[] commands =
        [
            $"kubectl helmstuck {place}",
            $"kubectl helmstuck unstick {Shell.Quote(request.Release)} --revision {plan.Confirmation} {place}",
        ];
        // Nothing that a person could lift: the API server refuses the delete.
        var refusedByServer = unproven.Count == 0 && gate.Blocking.All(PermissionsCheck.IsRefusedByAdmission);
        return decided with
        {
            ExitCode = refusedByServer ? 1 : Blocked,
            Reasons = reasons,
            Commands = commands,
            Lines =
            [
                $"refused: {request.Release} is stuck at revision {plan.Confirmation} ({decided.Record!.Status}), and a person must look; "
                    + "nothing was changed",
                .. reasons.Select(reason => $"  {reason}"),
                "look at it, then unstick it:",
                .. commands.Select(command => $"  {command}"),
            ],
        };
    }

    private string Context => session.Client.Target.Context is { Length: > 0 } context ? $" --context {Shell.Quote(context)}" : "";

    private static string Driver(StorageDriver driver) =>
        driver == StorageDriver.Secret ? "" : $" --driver {driver.ToString().ToLowerInvariant()}";

    private async Task<GuardResult> RecoverAsync(GuardResult decided, RecoveryPlan plan, GateDecision gate, CancellationToken cancellation)
    {
        var backups = session.Recoverer.BackupPaths(plan);
        PlanText.Say(session, plan, gate, backups);
        var outcome = await session
            .Recoverer.RunAsync(
                new RecoveryRequest(plan, request.Consent, request.DryRun ? DryRunMode.Server : DryRunMode.None) { BackupPaths = backups },
                static _ => { },
                cancellation
            )
            .ConfigureAwait(false);
        var code = outcome.ExitCode;
        if (outcome is RecoveryOutcome.Done && !request.DryRun)
            code = await WatchOption.RunAsync(session, plan, outcome, request.Watch, streams.Say, cancellation).ConfigureAwait(false);
        return decided with
        {
            Outcome = outcome switch
            {
                _ when code == new RecoveryOutcome.Unverified { Lines = [] }.ExitCode => GuardResult.Unverified,
                RecoveryOutcome.Done => request.DryRun ? GuardResult.WouldFree : GuardResult.Freed,
                RecoveryOutcome.Blocked => GuardResult.Refused,
                RecoveryOutcome.Changed => GuardResult.Changed,
                _ => GuardResult.Failed,
            },
            ExitCode = code,
            Lines = [.. outcome.Lines, .. outcome.Commands],
            Backups = outcome.Backups,
        };
    }

    private static GuardResult Failed(string message) => new(GuardResult.Failed, 1, [message]);
}
