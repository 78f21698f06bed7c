using System.CommandLine;
using System.Globalization;
using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>unstick</c>: the runbook without a screen.</summary>
internal static class UnstickCommand
{
    private const int Changed = 5;

    public static Command Build(CommandRunner run)
    {
        var release = ReleaseArgument.New();
        var revision = new Option<string>("--revision")
        {
            Description = "The stuck revision, as printed by list; for stacked pending records all of them, newest first: 9,8",
            HelpName = "N",
            Required = true,
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask for confirmation" };
        var dryRun = new Option<string>("--dry-run")
        {
            Description = "none, client (send nothing that changes the cluster) or server (let the API server check the request)",
            HelpName = "MODE",
            DefaultValueFactory = _ => "none",
        };
        dryRun.AcceptOnlyFromAmong("none", "client", "server");
        var markFailed = new Option<bool>("--mark-failed")
        {
            Description = "Set the status of the record to failed instead of deleting it",
        };
        var markDeployed = new Option<bool>("--mark-deployed")
        {
            Description =
                "Set the status of the record to deployed, only where it is proven that Helm applied all of it (advice: mark-deployed)",
        };
        var lift = new Option<string[]>("--override")
        {
            Description = "Override a check that blocks; a reason without CHECK= overrides every check that can be overridden",
            HelpName = "[CHECK=]REASON",
            AllowMultipleArgumentsPerToken = false,
        };
        var attest = AttestOption.New();
        var watch = WatchOption.New();
        var command = new Command("unstick", "Back up and delete the stuck record of a release, and verify that Helm is unstuck")
        {
            release,
            revision,
            yes,
            dryRun,
            markFailed,
            markDeployed,
            lift,
            attest,
            watch,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var streams = run.Root.Streams;
                if (Revisions(parsed.GetValue(revision)!) is not { } revisions)
                    return Task.FromResult(
                        Refuse(
                            streams,
                            $"error: --revision {parsed.GetValue(revision)}: expected a revision number, or several newest first: 9,8"
                        )
                    );
                var (consent, problem) = ReadConsent(parsed.GetValue(lift) ?? [], parsed.GetValue(attest) ?? []);
                if (problem is not null)
                    return Task.FromResult(Refuse(streams, problem));
                if (parsed.GetValue(markFailed) && parsed.GetValue(markDeployed))
                    return Task.FromResult(Refuse(streams, "error: --mark-failed and --mark-deployed exclude each other: choose one"));
                var request = new UnstickRequest(
                    parsed.GetValue(release)!,
                    revisions,
                    parsed.GetValue(yes),
                    parsed.GetValue(dryRun) switch
                    {
                        "client" => DryRunMode.Client,
                        "server" => DryRunMode.Server,
                        _ => DryRunMode.None,
                    },
                    parsed.GetValue(markDeployed) ? Remedy.MarkDeployed
                        : parsed.GetValue(markFailed) ? Remedy.MarkFailed
                        : Remedy.Delete,
                    consent,
                    parsed.GetValue(watch)
                );
                return run.WithSettledSession(parsed, cancellation: cancellation, run: session => RunAsync(session, request, cancellation));
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(Session session, UnstickRequest request, CancellationToken cancellation)
    {
        var streams = session.Streams;
        if (session.ReadOnly && request.DryRun == DryRunMode.None)
            return Refuse(streams, "error: read-only: nothing can be changed (use --dry-run=client to see what would be)");
        var review = await ExplainCommand
            .ReadAsync(
                session,
                request.Release,
                new ReviewOptions { Remedy = request.Remedy, Rehearse = request.DryRun == DryRunMode.None },
                cancellation
            )
            .ConfigureAwait(false);
        if (review is null)
            return 1;
        var plan = Planner.For(review, request.Remedy);
        if (await MismatchAsync(session, review, plan, request, cancellation).ConfigureAwait(false) is { } mismatch)
        {
            streams.Say(mismatch.Message);
            return mismatch.ExitCode;
        }
        if (request.Remedy == Remedy.MarkFailed && review.Outlook?.MarkFailed.Reason is { } why)
            return Refuse(streams, $"error: {review.Record!.Meta.ObjectName} cannot be marked failed: {why}; nothing was changed");
        if (request.Remedy == Remedy.MarkDeployed && Planner.WhyNotDeployed(review) is { } unproven)
            return Refuse(streams, $"error: {review.Record!.Meta.ObjectName} cannot be marked deployed: {unproven}; nothing was changed");
        var gate = Gate.Decide(review.Checks, request.Consent);
        if (!gate.Open)
            return BlockedChecks.Say(streams, gate);
        var backups = session.Recoverer.BackupPaths(plan!);
        PlanText.Say(session, plan!, gate, backups);
        if (request is { Yes: false, DryRun: DryRunMode.None } && !await ConfirmedAsync(session, plan!, cancellation).ConfigureAwait(false))
            return 1;
        var outcome = await session
            .Recoverer.RunAsync(
                new RecoveryRequest(plan!, request.Consent, request.DryRun) { BackupPaths = backups },
                static _ => { },
                cancellation
            )
            .ConfigureAwait(false);
        var code = Outcome.Print(streams, outcome);
        // The last step of the runbook: the job that failed because of the stuck release is run again.
        foreach (var job in code == 0 && request.DryRun == DryRunMode.None ? review.FailedJobs : [])
            streams.Print(Terminal.Clean.Line($"run the last failed CI job again: {job}"));
        return request.Watch is { } duration && outcome is RecoveryOutcome.Done && request.DryRun == DryRunMode.None
            ? await WatchOption.RunAsync(session, plan!, outcome, duration, streams.Print, cancellation).ConfigureAwait(false)
            : code;
    }

    /// <summary>Why the named revisions are not the ones to act on; null if they are.</summary>
    private static async Task<(string Message, int ExitCode)?> MismatchAsync(
        Session session,
        Review review,
        RecoveryPlan? plan,
        UnstickRequest request,
        CancellationToken cancellation
    )
    {
        var newest = review.Record!;
        var named = request.Revisions[0];
        if (named < newest.Revision)
            return (
                $"refused: revision {newest.Revision} ({newest.Status}) is the newest of {review.Release}, not {named}; it was created "
                    + $"{OtherHands.Creator(newest.Meta.Object)}; nothing was changed",
                Changed
            );
        if (named > newest.Revision)
        {
            if (review.History.FirstOrDefault(record => record.Meta.ObjectName == RecordName.Of(review.Release, named)) is { } hidden)
                return (
                    $"error: Helm does not see {hidden.Meta.ObjectName}"
                        + (hidden.Meta.MissingLabel(review.Release) is { } label ? $", which lacks the label {label}" : "")
                        + $": the newest revision of {review.Release} is {newest.Revision} ({newest.Status}); nothing was changed",
                    1
                );
            // A plan that was interrupted: the newest of its records are gone, and the rest of them is the plan now.
            if (plan is not null && request.Revisions.TakeLast(plan.Records.Count).SequenceEqual(RevisionsOf(plan)))
                return (
                    $"refused: there is no revision {named} of {review.Release} now; nothing was changed; to go on with what is left: "
                        + $"--revision {plan.Confirmation}",
                    Changed
                );
            // Helm creates no revision after a pending one, so only the one after a finished record can have existed.
            return named == newest.Revision + 1 && !review.Stuck
                ? (
                    $"refused: revision {named} of {review.Release} is gone; the newest is {newest.Revision} ({newest.Status}); "
                        + $"{await session.Recoverer.DeleterAsync(review, named, cancellation).ConfigureAwait(false)}; nothing was changed",
                    Changed
                )
                : ($"error: {review.Release} has no revision {named}: the newest is {newest.Revision} ({newest.Status})", 1);
        }
        if (plan is null)
            return ($"error: {review.Release} is not stuck: revision {newest.Revision} is {newest.Status}", 1);
        if (!RevisionsOf(plan).SequenceEqual(request.Revisions))
            return ($"error: name exactly the revisions to act on, newest first: --revision {plan.Confirmation}", 1);
        return null;
    }

    private static IEnumerable<long> RevisionsOf(RecoveryPlan plan) => plan.Records.Select(record => record.Revision);

    private static async Task<bool> ConfirmedAsync(Session session, RecoveryPlan plan, CancellationToken cancellation)
    {
        var streams = session.Streams;
        if (!streams.InputIsTerminal)
        {
            streams.Say("refused: there is no terminal to ask for confirmation; add --yes");
            return false;
        }
        streams.Error.Write(Terminal.Clean.Line($"Type {plan.Confirmation} to continue: "));
        streams.Error.Flush();
        // In addition to the signals: a read from the terminal continues after Ctrl-C.
        var typed = await Task.Run(streams.ReadLine, CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        if (typed?.Trim() == plan.Confirmation)
            return true;
        streams.Say("declined: nothing was changed");
        return false;
    }

    private static List<long>? Revisions(string text)
    {
        var revisions = new List<long>();
        foreach (var part in text.Split(','))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) || revision < 1)
                return null;
            revisions.Add(revision);
        }
        return revisions;
    }

    private static (Consent Consent, string? Problem) ReadConsent(IReadOnlyList<string> overrides, IReadOnlyList<string> attested)
    {
        var lifted = new List<Override>();
        string? blanket = null;
        foreach (var text in overrides)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var id = equals > 0 ? text[..equals] : "";
            var isCheck = CheckList.Find(id) is not null;
            var reason = (isCheck ? text[(equals + 1)..] : text).Trim();
            if (reason.Length == 0 || CheckList.Find(reason) is not null)
                return (
                    Consent.None,
                    $"error: --override {text}: a reason is needed; it goes to the "
                        + $"journal{(isCheck || reason.Length == 0 ? "" : $": --override {reason}='why it is safe'")}"
                );
            if (!isCheck && id.Length > 0 && id.All(letter => char.IsAsciiLetterLower(letter) || letter == '-'))
                return (
                    Consent.None,
                    $"error: --override {text}: there is no check \"{id}\"; these can be overridden: "
                        + $"{string.Join(", ", CheckList.Overridable.Select(check => check.Id))}"
                );
            if (!isCheck)
                blanket = blanket is null ? reason : $"{blanket}; {reason}";
            else if (CheckList.Find(id) is { CanBeOverridden: true })
                lifted.Add(new Override(id, reason));
            else
                return (Consent.None, $"error: --override {text}: {id} cannot be overridden");
        }
        return (
            new Consent
            {
                Overrides = lifted,
                BlanketReason = blanket,
                Attested = attested,
            },
            null
        );
    }

    private static int Refuse(CliStreams streams, string message)
    {
        streams.Say(message);
        return 1;
    }
}
