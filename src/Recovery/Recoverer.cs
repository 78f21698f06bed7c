using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Survey;

namespace Helmstuck.Recovery;

/// <summary>
/// Acts on a confirmed plan: gate, re-read, back up, journal, send with preconditions, verify, journal. Until the intent is journalled the
/// caller may cancel; from then on it runs to its end, bounded by the request timeout.
/// </summary>
/// <param name="writeEvent">Settings <c>event</c>: write an Event beside the record that was acted on.</param>
/// <param name="encryption">Settings <c>backup.encryptTo</c>; null: backups are not encrypted.</param>
internal sealed partial class Recoverer(
    KubeClient client,
    Surveyor surveyor,
    StateFolder folder,
    TimeProvider time,
    bool writeEvent = false,
    BackupEncryption? encryption = null
)
{
    private const string NothingChanged = "nothing was changed";
    private const string LookAgain = $"{NothingChanged}; review the release again";

    private readonly BackupStore backups = new(folder, time, encryption);
    private readonly Journal journal = new(folder, time);
    private readonly RecordWriter writer = new(client, time);

    /// <summary>Tells who else acted on a record.</summary>
    private OtherHands Hands => new(client, folder, writer);

    /// <summary>Receives every write from its intent to its result.</summary>
    public WriteUnderWay UnderWay { get; init; } = new();

    /// <summary>Receives the notice that an answer is being waited for; not set: it goes where the client's notices go.</summary>
    public Action<string> Waiting
    {
        set => writer.Waiting = value;
    }

    /// <summary>The paths that the backups of a plan's records would have now, newest revision first.</summary>
    public IReadOnlyList<string> BackupPaths(RecoveryPlan plan) =>
        [.. plan.Records.Select(record => backups.PathNow(plan.Review.Context, plan.Review.Namespace, record.Meta.ObjectName))];

    /// <summary>Carries the plan out. Throws <see cref="OperationCanceledException"/> only before anything was sent.</summary>
    public async Task<RecoveryOutcome> RunAsync(RecoveryRequest request, Action<RecoveryStep> step, CancellationToken cancellation)
    {
        var plan = request.Plan;
        step(RecoveryStep.Rereading);
        var review = plan.Review;
        if (!review.IsFresh(plan.Remedy, time.GetUtcNow()))
            review = await surveyor
                .ReviewAsync(review.Namespace, review.Release, new ReviewOptions { Remedy = plan.Remedy }, static _ => { }, cancellation)
                .ConfigureAwait(false);
        var changed = await FindChangeAsync(plan, cancellation).ConfigureAwait(false);
        if (changed is not null)
            return changed;
        var gate = Gate.Decide(review.Checks, request.Consent.HeldTo(plan.Review.Checks));
        if (!gate.Open)
            return new RecoveryOutcome.Blocked(gate.Blocking) { Lines = BlockedLines(gate, ReferenceEquals(review, plan.Review)) };

        if (plan.Remedy == Remedy.MarkDeployed && Planner.WhyNotDeployed(review) is { } unproven)
            return Nothing($"error: {plan.Records[0].Meta.ObjectName} cannot be marked deployed: {unproven}");

        var raws = new List<(ReleaseRecord Record, byte[] Raw)>();
        foreach (var record in plan.Records)
        {
            var raw = await client
                .GetRawAsync(surveyor.Records.Type, record.Meta.Namespace, record.Meta.ObjectName, cancellation)
                .ConfigureAwait(false);
            if (raw is not KubeResult<byte[]>.Ok { Value: var bytes })
                return raw.Error!.Kind == KubeErrorKind.NotFound
                    ? await GoneAsync(record, cancellation).ConfigureAwait(false)
                    : Nothing(raw.Error.Message);
            if (await DiffersAsync(record.Meta, bytes, cancellation).ConfigureAwait(false) is { } difference)
                return new RecoveryOutcome.Changed { Lines = [difference, LookAgain] };
            if (plan.Remedy != Remedy.Delete && WhyNotMark(record.Meta, bytes) is { } why)
                return Nothing($"error: {record.Meta.ObjectName} cannot be {RemedyFacts.Of(plan.Remedy).Participle}: {why}");
            raws.Add((record, bytes));
        }
        if (request.DryRun == DryRunMode.Client)
            return new RecoveryOutcome.Done
            {
                Lines =
                [
                    .. plan.Records.Select(record => $"{Noun(record)} would be {RemedyFacts.Of(plan.Remedy).Participle} (dry run)"),
                    plan.Next,
                ],
            };
        if (request.DryRun == DryRunMode.Server)
            return await DryRunAsync(plan, raws, cancellation).ConfigureAwait(false);
        var attempt = new Attempt(plan, review, gate, raws);
        return await CarryOutAsync(attempt, request.BackupPaths, step, cancellation).ConfigureAwait(false);
    }

    /// <summary>A plan that may be carried out: the review that the gate judged, and each record as last read.</summary>
    private sealed record Attempt(
        RecoveryPlan Plan,
        Review Review,
        GateDecision Gate,
        IReadOnlyList<(ReleaseRecord Record, byte[] Raw)> Raws
    );

    private async Task<RecoveryOutcome> CarryOutAsync(
        Attempt attempt,
        IReadOnlyList<string> backupPaths,
        Action<RecoveryStep> step,
        CancellationToken cancellation
    )
    {
        var (plan, review, gate, raws) = attempt;
        var actor = await Journal.Actor.OfAsync(client, cancellation).ConfigureAwait(false);
        var clusterUid = await surveyor.ClusterUidAsync(cancellation).ConfigureAwait(false);
        var written = new List<Backup>();
        IDisposable? held = null;
        step(RecoveryStep.BackingUp);
        var contents = new List<BackupContent>();
        foreach (var (record, raw) in raws)
        {
            var (content, error) = await backups.SealAsync(raw, ReviewText.Of(record.Meta.Driver), cancellation).ConfigureAwait(false);
            if (content is null)
                return new RecoveryOutcome.Failed { Lines = [error!, "nothing was sent to the cluster"] };
            contents.Add(content);
        }
        try
        {
            foreach (var ((record, _), content) in raws.Zip(contents))
            {
                var meta = new BackupMeta(
                    review.Context,
                    review.Server,
                    clusterUid,
                    actor.User,
                    review.Namespace,
                    review.Release,
                    record.Meta.ObjectName,
                    record.Revision
                );
                written.Add(backups.Write(meta, content, written.Count < backupPaths.Count ? backupPaths[written.Count] : null));
            }
            // The last point to stop: an intent in the journal must be followed by its result.
            cancellation.ThrowIfCancellationRequested();
            step(RecoveryStep.Journalling);
            held = folder.HoldRun();
            for (var index = 0; index < raws.Count; index++)
                journal.Write(
                    JournalReader.IntentOf(RemedyFacts.Of(plan.Remedy).Kind),
                    actor,
                    raws[index].Record.Meta,
                    review.Checks,
                    gate,
                    written[index].Path,
                    null
                );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            return new RecoveryOutcome.Failed
            {
                Lines = [folder.Unwritable("the backup or the journal", failure, plan.Remedy == Remedy.Delete)],
                Commands = plan.Remedy == Remedy.Delete ? KubectlCommands.Of(plan, backupPaths) : [],
                Backups = written,
            };
        }

        using var run = held;
        using var end = UnderWay.Begin(LastWords(plan, written));
        // From here on no cancellation: a delete that may have been sent must end in the journal.
        step(RecoveryStep.Sending);
        var lines = new List<string>();
        var applied = new bool?[raws.Count];
        Array.Fill(applied, false);
        RecoveryOutcome? stopped = null;
        for (var index = 0; index < raws.Count && stopped is null; index++)
        {
            stopped = await SendForRealAsync(plan.Remedy, raws[index].Record, raws[index].Raw, lines).ConfigureAwait(false);
            applied[index] = stopped switch
            {
                null => true,
                RecoveryOutcome.Unverified => null,
                _ => false,
            };
        }
        if (stopped is not null && Array.TrueForAll(applied, one => one == false))
            return Journalled(stopped with { Backups = written }, attempt, actor, written, applied);

        step(RecoveryStep.Verifying);
        var outcome = await VerifyAsync(plan, lines, written, stopped).ConfigureAwait(false);
        if (writeEvent)
            outcome = await WithEventAsync(outcome, plan, actor).ConfigureAwait(false);
        outcome = Journalled(outcome, attempt, actor, written, applied);
        step(RecoveryStep.Done);
        return outcome;
    }

    private RecoveryOutcome Journalled(RecoveryOutcome outcome, Attempt attempt, Journal.Actor actor, List<Backup> written, bool?[] applied)
    {
        var (plan, review, gate, _) = attempt;
        try
        {
            for (var index = 0; index < plan.Records.Count; index++)
                journal.Write(
                    JournalReader.ResultOf(RemedyFacts.Of(plan.Remedy).Kind),
                    actor,
                    plan.Records[index].Meta,
                    review.Checks,
                    gate,
                    written[index].Path,
                    new Journal.Result(Journal.WordFor(outcome), applied[index], outcome.Lines)
                );
            return outcome;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new RecoveryOutcome.Unverified
            {
                Lines =
                [
                    .. outcome.Lines,
                    $"error: the result could not be journalled in {folder.Journal}: {failure.Message}",
                    .. WayBack.Of(plan, written, folder),
                ],
                Backups = outcome.Backups,
                After = outcome.After,
            };
        }
    }

    /// <summary>The message if the process is ended before the result is known.</summary>
    private List<string> LastWords(RecoveryPlan plan, List<Backup> written) =>
        [
            .. plan.Records.Select(record => WriteOf(plan.Remedy, record).NotKnown(client.Target.Context)),
            .. WayBack.Of(plan, written, folder),
        ];

    private static RecordWrite WriteOf(Remedy remedy, ReleaseRecord record) => RecordWrite.To(RemedyFacts.Of(remedy).Kind, record.Meta);

    private static RecoveryOutcome.Failed Nothing(string message) => new() { Lines = [message, NothingChanged] };

    private static string Noun(ReleaseRecord record) =>
        $"{ReviewText.Of(record.Meta.Driver).ToLowerInvariant()} \"{record.Meta.ObjectName}\"";

    private static List<string> BlockedLines(GateDecision gate, bool asReviewed) =>
        [
            asReviewed
                ? "refused: a check blocks, and nothing was changed"
                : "refused: a check that was read again now blocks, and nothing was changed",
            .. gate.Blocking.Select(check => $"{check.Id}: {ReviewText.Of(check.State)}: {check.Summary}"),
        ];
}
