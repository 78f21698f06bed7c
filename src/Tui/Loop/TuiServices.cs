using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Loop;

/// <summary>
/// The services of the full-screen program. An exception in one of these is shown on the screen; a cancellation is not.
/// </summary>
internal sealed record TuiServices
{
    /// <summary>Reads the releases; calls back with the cache's answer and then the consistent one.</summary>
    public required Func<ListScope, Action<ReleaseListing>, CancellationToken, Task> List { get; init; }

    /// <summary>Brings a listing up to date.</summary>
    public required Func<ListingUpdate, CancellationToken, Task<ReleaseListing>> UpdateList { get; init; }

    /// <summary>Follows the changes since a resourceVersion until it is cancelled or has nothing more to report.</summary>
    public required Func<ListScope, string, Action<FollowNews>, CancellationToken, Task> Follow { get; init; }

    /// <summary>Reviews one release; calls back with a fuller Review whenever a fact arrives, never twice at once.</summary>
    public required Func<ReleaseKey, ReviewOptions, Action<Review>, CancellationToken, Task> Review { get; init; }

    /// <summary>Follows the workloads of a review until it is cancelled; calls back when one of them has changed.</summary>
    public Func<Review, Action, CancellationToken, Task> FollowWorkloads { get; init; } = static (_, _, _) => Task.CompletedTask;

    public required Func<RecoveryRequest, Action<RecoveryStep>, CancellationToken, Task<RecoveryOutcome>> Recover { get; init; }

    public required Func<Backup, CancellationToken, Task<RecoveryOutcome>> Restore { get; init; }

    /// <summary>Metadata of a release's records from the API server's cache, or why they cannot be read.</summary>
    public required Func<ReleaseKey, CancellationToken, Task<(IReadOnlyList<RecordMeta> Records, string? Error)>> Records { get; init; }

    /// <summary>Writes the report to the current folder and returns its path.</summary>
    public required Func<Review, CancellationToken, Task<string>> WriteReport { get; init; }

    /// <summary>Names of the namespaces, or why they cannot be listed.</summary>
    public required Func<CancellationToken, Task<NamespaceList>> Namespaces { get; init; }

    /// <summary>Names of the contexts.</summary>
    public Func<IReadOnlyList<string>> ContextNames { get; init; } = static () => [];

    /// <summary>Prepares the client of another context; returns why that is not possible, else null.</summary>
    public Func<string, CancellationToken, Task<string?>> ChangeContext { get; init; } =
        static (_, _) => Task.FromResult<string?>("There is no other context.");

    /// <summary>Sends the text to the terminal's clipboard; returns why not, else null.</summary>
    public Func<string, string?> Copy { get; init; } = static _ => "this screen has no terminal";

    /// <summary>Takes what is called with how many releases of a deep search have been read, and of how many.</summary>
    public Action<Action<int, int>> Progress { get; init; } = static _ => { };

    /// <summary>The user as the API server sees it; empty if not known.</summary>
    public required Func<CancellationToken, Task<string>> User { get; init; }

    /// <summary>The plan for a remedy, or null if there is nothing to act on. Pure.</summary>
    public required Func<Review, Remedy, RecoveryPlan?> Plan { get; init; }

    /// <summary>Where the backups of a plan's records would be written, newest revision first.</summary>
    public required Func<RecoveryPlan, IReadOnlyList<string>> BackupPaths { get; init; }

    /// <summary>Requests of earlier runs that may still arrive at the reviewed record, one sentence each.</summary>
    public Func<Review, IReadOnlyList<string>> Open { get; init; } = static _ => [];

    /// <summary>Takes what is called with a notice each time that a change waits longer for the API server's answer.</summary>
    public Action<Action<string>> Waiting { get; init; } = static _ => { };

    /// <summary>Takes what is called with the credential plugin's name when it starts, and with null when it has ended.</summary>
    public Action<Action<string?>> PluginRuns { get; init; } = static _ => { };

    /// <summary>A credential plugin that failed may run again with the next request.</summary>
    public Action RunPluginAgain { get; init; } = static () => { };

    /// <summary>Ends the credential plugin's run.</summary>
    public Action CancelPlugin { get; init; } = static () => { };

    /// <summary>The services of each context, if there are several.</summary>
    public IReadOnlyDictionary<string, TuiServices> Contexts { get; init; } = new Dictionary<string, TuiServices>();

    /// <param name="context">As in <see cref="ReleaseKey.Context"/>.</param>
    public TuiServices For(string context) => Contexts.GetValueOrDefault(context) ?? this;

    /// <summary>The review with its plans.</summary>
    public ScreenReview Sheet(Review review) =>
        new(review, Facts(review, Remedy.Delete), Facts(review, Remedy.MarkFailed)) { Open = Open(review) };

    private PlanFacts? Facts(Review review, Remedy remedy)
    {
        if (Plan(review, remedy) is not { } plan)
            return null;
        var paths = BackupPaths(plan);
        return new PlanFacts(plan, paths, remedy == Remedy.Delete ? KubectlCommands.Of(plan, paths) : []);
    }
}
