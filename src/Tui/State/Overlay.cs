using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tui.State;

/// <summary>An overlay over the panes, which receives the keys. One at a time.</summary>
internal abstract record Overlay
{
    /// <summary>All keys, scrolled.</summary>
    public sealed record Help(int Offset = 0) : Overlay
    {
        /// <summary>The page that it was opened on, and goes back to; null: the panes.</summary>
        public Overlay? Over { get; init; }
    }

    /// <summary>The filter's line while it is typed. <paramref name="Before"/>: what Esc restores.</summary>
    public sealed record Filter(string Before) : Overlay;

    /// <summary>The command line. The names are for its completion.</summary>
    public sealed record CommandLine(string Typed, IReadOnlyList<string> KnownContexts, IReadOnlyList<string> KnownNamespaces) : Overlay;

    /// <summary>Another namespace: typed, or chosen from the list once that has arrived.</summary>
    public sealed record Namespaces(string Typed, IReadOnlyList<string>? Known, int Selected, string Error) : Overlay;

    /// <summary>The kubectl commands that do the same as the delete. <paramref name="Copied"/>: whether they were copied.</summary>
    public sealed record Commands(IReadOnlyList<string> Lines, int Offset = 0, string Copied = "") : Overlay;

    /// <summary>The dialog before a delete or a mark.</summary>
    public sealed record Confirm : Overlay
    {
        public required ScreenReview Facts { get; init; }
        public required PlanFacts Plan { get; init; }

        /// <summary>What has been typed of the revision.</summary>
        public string Typed { get; init; } = "";

        public Consent Consent { get; init; } = Consent.None;

        /// <summary>The override's reason while its line is open; null: it is closed.</summary>
        public string? Reason { get; init; }

        public int Offset { get; init; }

        /// <summary>Keys are discarded until the terminal has answered: they were typed before the dialog was visible.</summary>
        public bool Fenced { get; init; } = true;

        /// <summary>Confirmed; the checks are being run once more before anything is sent.</summary>
        public bool Rechecking { get; init; }

        /// <summary>The answer to the last key, or what changed meanwhile; empty if nothing is to be said.</summary>
        public string Message { get; init; } = "";

        /// <summary>Why this dialog can no longer be confirmed: the record is not the one reviewed. Empty while it is.</summary>
        public string Broken { get; init; } = "";

        public Remedy Remedy => Plan.Plan.Remedy;

        public GateDecision Gate => Runbook.Reviewing.Gate.Decide(Facts.Review.Checks, Consent);
    }

    /// <summary>A recovery or a restore in progress. <paramref name="Step"/> is null for a restore.</summary>
    /// <param name="Waiting">How long it waits for an answer already, as a sentence; empty while it is not long.</param>
    public sealed record Progress(string Title, RecoveryStep? Step, string Waiting = "") : Overlay;

    /// <summary>
    /// How it ended. <paramref name="Watch"/>: looked at for as long as the page is open; null if nothing was changed.
    /// </summary>
    public sealed record Result(
        string Title,
        RecoveryOutcome Outcome,
        IReadOnlyList<Override> Overridden,
        IReadOnlyList<string> Attested,
        IReadOnlyList<string> FailedJobs,
        Watch? Watch = null,
        int Offset = 0
    ) : Overlay
    {
        /// <summary>
        /// A restore would undo it. A restore never undoes a mark, and must not be offered for what was deleted before it.
        /// </summary>
        public bool IsUndone(Model model) =>
            Outcome.Backups.Count > 0
            && Outcome.Backups.Select(backup => backup.Path).SequenceEqual(model.Undo.Select(backup => backup.Path));
    }

    /// <summary>Asks once whether to put the records back.</summary>
    public sealed record UndoPrompt(IReadOnlyList<Backup> Backups) : Overlay;
}
